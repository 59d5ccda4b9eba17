"""The recipe of attention.json: forms of attention beside the plain one in ops.json. How, ops.py says."""

from formulas import Cases, attend, draw, ids, write

CASES = Cases()

# ── grouped-query attention (Ainslie et al. 2023): H heads of queries on G heads of keys and values ─────────────────────

for name, time, heads, kv_heads, depth in [('grouped attention', 13, 4, 2, 5), ('grouped attention, one head for all', 70, 3, 1, 3)]:
    CASES.add(name, 'attention', lambda qkv: attend(qkv, heads, kv_heads=kv_heads),
              options={'heads': heads, 'kvHeads': kv_heads}, qkv=draw(2, time, (heads + 2 * kv_heads) * depth))


def onward(qkv, past, position):
    return attend(qkv, 4, past[:, : int(position)], kv_heads=2)


CASES.add('grouped attentionCached', 'attentionCached', onward, options={'heads': 4, 'kvHeads': 2},
          inputs={'qkv': draw(1, 3, 8 * 5), 'past': draw(1, 9, 2 * 2 * 5), 'position': ids(5)})

write('attention.json', {'about': 'Made by attention.py, which says how.', 'cases': CASES.made})
