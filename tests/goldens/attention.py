"""The recipe of attention.json: forms of attention beside the plain one in ops.json. How, ops.py says."""

import torch
import torch.nn.functional as F

from formulas import Cases, attend, draw, ids, in_heads, write

CASES = Cases()

# ── grouped-query attention (Ainslie et al. 2023): H heads of queries on G heads of keys and values ─────────────────────

for name, time, heads, kv_heads, depth in [('grouped attention', 13, 4, 2, 5), ('grouped attention, one head for all', 70, 3, 1, 3)]:
    CASES.add(name, 'attention', lambda qkv: attend(qkv, heads, kv_heads=kv_heads),
              options={'heads': heads, 'kvHeads': kv_heads}, qkv=draw(2, time, (heads + 2 * kv_heads) * depth))


def onward(qkv, past, position):
    return attend(qkv, 4, past[:, : int(position)], kv_heads=2)


CASES.add('grouped attentionCached', 'attentionCached', onward, options={'heads': 4, 'kvHeads': 2},
          inputs={'qkv': draw(1, 3, 8 * 5), 'past': draw(1, 9, 2 * 2 * 5), 'position': ids(5)})

# ── the same with the whole matrix kept ─────────────────────────────────────────────────────────────────────────────────

for name, time, heads, kv_heads, depth in [('standardAttention', 13, 3, 3, 5), ('standardAttention, in groups', 70, 4, 2, 3)]:
    CASES.add(name, 'standardAttention', lambda qkv: attend(qkv, heads, kv_heads=kv_heads),
              options={'heads': heads, 'kvHeads': kv_heads}, qkv=draw(2, time, (heads + 2 * kv_heads) * depth))

# ── linear attention (Katharopoulos et al. 2020), as its recurrence, with a decay of the state (1: none) ───────────────────────


def linear_attention(heads, kv_heads):
    def forward(qkv, decays, before):
        q, k, v = in_heads(qkv, heads, kv_heads)
        q, k = F.elu(q) + 1, F.elu(k) + 1
        state = before.repeat_interleave(heads // kv_heads, 1)
        state, z = state[..., :-1, :], state[..., -1, :]
        fade = decays.repeat_interleave(heads // kv_heads)[:, None]
        ys = []
        for t in range(q.shape[-2]):
            state = fade[..., None] * state + k[..., t, :, None] * v[..., t, None, :]
            z = fade * z + k[..., t, :]
            ys.append(torch.einsum('bhi,bhid->bhd', q[..., t, :], state) / ((q[..., t, :] * z).sum(-1) + 1e-6)[..., None])
        after = torch.cat([state, z[..., None, :]], -2)[:, :: heads // kv_heads]
        return {'y': torch.stack(ys, 1).flatten(-2), 'after': after}

    return forward


for name, time, heads, kv_heads, depth, decays in [('linearAttention', 13, 3, 3, 5, (1, 1, 1)),
                                                   ('linearAttention over many tokens, faded, in groups', 70, 4, 2, 3, (0.9, 0.995)),
                                                   ('linearAttention, the first tokens', 3, 2, 2, 4, (1, 0.97))]:
    before = draw(2, kv_heads, depth + 1, depth)
    before[..., -1, :] = before[..., -1, :].abs()  # sums of features are positive
    if 'first' in name:
        before *= 0
    CASES.add(name, 'linearAttention', linear_attention(heads, kv_heads), options={'heads': heads, 'kvHeads': kv_heads},
              inputs={'decays': torch.tensor(decays), 'before': before}, qkv=draw(2, time, (heads + 2 * kv_heads) * depth))

write('attention.json', {'about': 'Made by attention.py, which says how.', 'cases': CASES.made})
