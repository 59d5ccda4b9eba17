"""The recipe of parts.json: what PyTorch says that the ops of transformers made of parts must compute. How to run it, ops.py says.

RMSNorm, rotary positions and SwiGLU are written as their papers and LLaMA's published model have them, in PyTorch's own functions; every
gradient is autograd's.
"""

import torch
import torch.nn.functional as F

from formulas import draw, plain, rms_norm, rotary_table, rotate, rounded, spread, write

torch.manual_seed(15)
CASES = {}


def case(name, ops, forward, inputs=None, options=None, **parameters):
    """As in ops.py."""
    inputs = inputs or {}
    leaves = {key: value.clone().requires_grad_() for key, value in parameters.items()}
    y = forward(**leaves, **inputs)
    made = {'ops': ops.split(), **(options or {})}
    made['parameters'] = {key: plain(value) for key, value in parameters.items()}
    made['inputs'] = {key: plain(value) for key, value in inputs.items()}
    if leaves:
        upstream = draw(*y.shape)
        y.backward(upstream)
        made['upstream'] = plain(upstream)
        made['gradients'] = {key: plain(value.grad) for key, value in leaves.items()}
    made['outputs'] = {'y': plain(y)}
    CASES[name] = made


case('rmsNorm', 'rmsNorm', lambda x, gamma: rms_norm(x, gamma, 1e-5), options={'epsilon': 1e-5},
     x=draw(5, 23, scale=2, mean=1), gamma=draw(23))
# so small that epsilon counts
case('rmsNorm of small numbers', 'rmsNorm', lambda x, gamma: rms_norm(x, gamma, 1e-6), options={'epsilon': 1e-6},
     x=draw(2, 3, 7, scale=0.002), gamma=draw(7))


def head_norm(heads, kv_heads):
    def forward(qkv, queries, keys):
        depth = len(queries)
        q, k, v = qkv.split([heads * depth, kv_heads * depth, kv_heads * depth], -1)
        q = rms_norm(q.unflatten(-1, (heads, depth)), queries, 1e-5).flatten(-2)
        k = rms_norm(k.unflatten(-1, (kv_heads, depth)), keys, 1e-5).flatten(-2)
        return torch.cat([q, k, v], -1)

    return forward


for name, heads, kv_heads, depth in [('headNorm', 3, 3, 7), ('headNorm, keys shared', 4, 2, 18)]:
    case(name, 'headNorm', head_norm(heads, kv_heads), options={'heads': heads, 'kvHeads': kv_heads},
         qkv=draw(2, 5, (heads + 2 * kv_heads) * depth, scale=2), queries=draw(depth), keys=draw(depth))


def turned(heads, first):
    def forward(qkv, table, position=None):
        depth = table.shape[-1]
        turn, rest = qkv.split([heads * depth, qkv.shape[-1] - heads * depth], -1)
        rows = table[first : first + qkv.shape[1]]
        return torch.cat([rotate(turn.unflatten(-1, (heads, depth)), rows).flatten(-2), rest], -1)

    return forward


for name, heads, width, depth in [('rope', 4, 6, 6), ('rope of wide heads', 2, 3, 36)]:
    case(name, 'rope', turned(heads, 0), options={'heads': heads}, qkv=draw(2, 5, width * depth),
         inputs={'table': rounded(rotary_table(5, depth))})
case('rope behind other places', 'rope', turned(3, 4), options={'heads': 3},
     inputs={'qkv': draw(1, 3, 4 * 10), 'table': rounded(rotary_table(7, 10)), 'position': torch.tensor([4])})

case('swiglu', 'swiglu', lambda gate, up: F.silu(gate) * up, gate=torch.cat([spread(-20, 20, 21), draw(6)]), up=draw(27))
case('relu', 'relu', lambda x: F.relu(x), x=draw(37))
case('wrap', 'wrap', lambda x: x % 12, options={'length': 12}, inputs={'x': torch.arange(0, 50, 3)})

case('geluTanh', 'geluTanh', lambda x: F.gelu(x, approximate='tanh'), x=torch.cat([spread(-6.5, 6.5, 39), draw(6, scale=0.1)]))

# an adapter beside a linear map, as Hu et al. 2021 and peft have it: the change is applied to what the map reads
for name, scale, rank, shape in [('lowRank', 2.0, 3, (2, 3, 19)), ('lowRank of one rank', 0.125, 1, (4, 19))]:
    case(name, 'lowRank', lambda x, w, a, b, scale=scale: x @ w.T + scale * ((x @ a.T) @ b.T), options={'scale': scale},
         x=draw(*shape), w=draw(21, 19), a=draw(rank, 19), b=draw(21, rank))

write('parts.json', {'about': 'Made by parts.py, which says how.', 'cases': CASES})
