"""The recipe of ops.json: what PyTorch says that every differentiable op of brain/ops must compute.

    apt-get install python3-torch                # Debian 12: PyTorch 1.13; any later one serves too
    /usr/bin/python3 -B tests/goldens/ops.py        # writes ops.json beside it
    /usr/bin/python3 -B tests/goldens/attention.py  # writes attention.json: the forms of attention
    /usr/bin/python3 -B tests/goldens/baby.py       # writes baby.json, the same for the whole baby brain
    /usr/bin/python3 -B tests/goldens/gpt2.py       # writes gpt2.json, the same for a GPT
    /usr/bin/python3 -B tests/goldens/optimizers.py # writes optimizers.json: optimizers on the same gradients
    /usr/bin/python3 -B tests/goldens/parts.py      # writes parts.json, other ops of transformers made of parts
    /usr/bin/python3 -B tests/goldens/transformer.py  # writes transformer.json, whole transformers of other kinds than gpt2

The files are committed, so that tests/brain/goldens.test.ts needs no PyTorch. Everything is float64 with fixed seeds. Forward
passes are written with PyTorch's own functions or with plain loops, and every gradient is autograd's: nothing here was derived
by hand, so nothing here can share a mistake with the backward passes of brain/.

Inputs are rounded to four decimals, so that the files hold exactly what was computed with; results have nine digits.
"""

import torch
import torch.nn.functional as F

from formulas import Cases, attend, decaying_mean, draw, four_gates, hear, ids, real_weights, seed_weights, spread, write

# ── one case for every op, in small odd shapes; some are wider than a vector of the SIMD kernels and have a tail ────────

CASES = Cases()
case = CASES.add

case('add', 'add', torch.add, input=draw(3, 7), other=draw(3, 7))
case('affine', 'affine', lambda x: 0.3 - 1.7 * x, x=draw(23))
case('multiply', 'multiply', torch.mul, input=draw(3, 7), other=draw(3, 7))
case('add, to itself', 'add', lambda x: 2 * x, x=draw(9))
case('multiply, by itself', 'multiply', torch.square, x=draw(9))
case('scaleBy', 'scaleBy', lambda s, x: s * x, s=draw(1), x=draw(3, 7))
# some lie exactly on the bounds, where the slope is still 1
case('clamp', 'clamp', lambda x: torch.clamp(x, -0.75, 0.5), x=torch.cat([draw(33), ids(-0.75, 0.5)]))
case('sigmoid', 'sigmoid', torch.sigmoid, x=torch.cat([spread(-20, 20, 21), draw(6)]))
case('gelu', 'gelu', F.gelu, x=torch.cat([spread(-6.5, 6.5, 39), draw(6, scale=0.1)]))
case('squaredError', 'squaredError', lambda y, target: F.mse_loss(y, target, reduction='none'),
     y=draw(3, 7), inputs={'target': draw(3, 7)})
case('squaredError of two learnt', 'squaredError', lambda y, target: F.mse_loss(y, target, reduction='none'),
     y=draw(5), target=draw(5))

case('linear', 'linear', F.linear, input=draw(2, 3, 19), weight=draw(21, 19), bias=draw(21))
case('linear, one row', 'linear', F.linear, input=draw(1, 13), weight=draw(7, 13), bias=draw(7))
case('linear, more rows than columns, without bias', 'linear', F.linear, input=draw(29, 5), weight=draw(3, 5))
case('matmul', 'matmul', lambda x, w: torch.einsum('btk,kn->btn', x, w), x=draw(2, 5, 17), w=draw(17, 9))
case('addBias', 'addBias', lambda x, b: x + b, x=draw(5, 19), b=draw(19))

# rows far from 0, for a variance must not be found by cancellation
case('layerNorm', 'layerNorm', lambda x, gamma, beta: F.layer_norm(x, x.shape[-1:], gamma, beta),
     x=draw(5, 23, scale=2, mean=30), gamma=draw(23), beta=draw(23))
case('layerNorm without beta, nearly equal numbers', 'layerNorm', lambda x, gamma: F.layer_norm(x, x.shape[-1:], gamma),
     x=draw(2, 3, 7, scale=0.01), gamma=draw(7))
case('softmax', 'softmax', lambda x: F.softmax(x, -1), x=draw(5, 19, scale=4))
case('shares', 'shares', lambda x: x / x.sum(), x=draw(9).abs() + 0.1)


def cross_entropy(logits, targets):
    losses = F.cross_entropy(logits, targets, reduction='none')
    return {'y': losses, 'losses': losses, 'best': logits.argmax(-1)}


case('crossEntropy', 'crossEntropy', cross_entropy,
     logits=draw(6, 21, scale=3), inputs={'targets': ids(0, 20, 7, 7, 3, 19)})
# e^120 does not fit into a float32
case('crossEntropy of large logits', 'crossEntropy', cross_entropy,
     logits=draw(3, 9, scale=60, mean=40), inputs={'targets': ids(8, 0, 4)})

case('gather', 'gather', lambda table, which: F.embedding(which, table),
     table=draw(5, 19), inputs={'which': ids(0, 2, 2, 1, 0, 2, 4, 0, shape=(2, 4))})
case('addPerStream', 'addPerStream', lambda x, v: x + v[:, None], x=draw(3, 4, 19), v=draw(3, 19))
case('takeRows', 'takeRows', lambda x: x[2:5], x=draw(7, 2, 3))
case('repeatRow', 'repeatRow', lambda x: x.expand(5, -1), x=draw(19))
for name, time in {'shiftHistory': 2, 'shiftHistory, all of it replaced': 7}.items():
    case(name, 'shiftHistory', lambda history, x: torch.cat([history, x], 1)[:, -5:],
         inputs={'history': draw(2, 5, 3), 'x': draw(2, time, 3)})


def mean_of_real_size(largest):
    return lambda x, logSize, mix, history: hear(x, history, real_weights(logSize, largest, largest + 2), mix)


# sizes below 1 and above the largest stand still; a size of exactly 1 grows
case('windows of real size', 'realWindows windows', mean_of_real_size(8), options={'largest': 8},
     x=draw(2, 9, 19), mix=draw(7, 19), logSize=ids(-0.2, 0, 0.33, 0.81, 1.37, 2.03, 2.3),
     inputs={'history': draw(2, 8, 19)})
case('windows longer than all there is', 'realWindows windows', mean_of_real_size(16), options={'largest': 16},
     x=draw(1, 4, 5), mix=draw(3, 5), logSize=ids(1.7, 2.2, 2.71), inputs={'history': draw(1, 2, 5)})
case('windows of the seed', 'seedWindows windows',
     lambda x, logSize, fractionality, mix, history: hear(x, history, seed_weights(logSize, fractionality, 8, 9), mix),
     options={'most': 8}, x=draw(2, 9, 5), mix=draw(5, 5), logSize=spread(-1.3, 2.1, 5),
     fractionality=ids(-3, -1.2, 0.4, 2, 6.5), inputs={'history': draw(2, 3, 5)})


def scan(x, decay, before):
    y, after = decaying_mean(x, decay, before)
    return {'y': y, 'after': after}


# decays from 0.05 to 0.998
case('scan', 'scan', scan, x=draw(2, 7, 19), decay=spread(-3, 6, 19), inputs={'before': draw(2, 19)})
# some lie beyond ±30, two exactly on it
beyond = draw(3, 20, scale=20)
beyond[0, 3], beyond[2, 8] = 30, -30
case('gateSoftmax', 'gateSoftmax', lambda x: four_gates(x, 30).flatten(-2), x=beyond)
case('gateSoftmax, gentle', 'gateSoftmax', lambda x: four_gates(x, 30).flatten(-2), x=draw(2, 76))


def three_gates(gates, a, shared, c):
    """The gate in third place is asked by nobody."""
    return gates[:, 0] * a + gates[:, 1] * shared + gates[:, 3] * c


case('gatedSum', 'gateSoftmax gatedSum', lambda x, **sources: three_gates(four_gates(x, 30), **sources),
     x=draw(3, 28), a=draw(3, 7), shared=draw(7), c=draw(3, 7))
case('gatedSum, gates learnt directly', 'gatedSum', lambda x, **sources: three_gates(x.unflatten(-1, (4, 7)), **sources),
     x=draw(3, 28), a=draw(3, 7), shared=draw(7), c=draw(3, 7))


def gatedMemory(heard, short, long, alpha, beta, open):
    return (heard + alpha * short + beta * long) * F.gelu(open)


case('gatedMemory', 'gatedMemory', gatedMemory, heard=draw(2, 3, 19), short=draw(2, 3, 19), long=draw(2, 3, 19), alpha=draw(19),
     beta=draw(19), open=draw(2, 3, 19, scale=2))
# the weights of the memories learn while nothing else does
case('gatedMemory, only its weights learnt', 'gatedMemory', gatedMemory, alpha=draw(5), beta=draw(5),
     inputs={'heard': draw(4, 5), 'short': draw(4, 5), 'long': draw(4, 5), 'open': draw(4, 5)})

# tails of tokens and depth; scores so far apart that some e^score is 0; more tokens than a kernel may hold at once
for name, shape, heads, scale in [('attention', (2, 13, 3 * 3 * 5), 3, 1), ('attention, far apart', (1, 9, 3 * 8), 1, 9),
                                  ('attention over many tokens', (1, 70, 3 * 2 * 3), 2, 1)]:
    case(name, 'attention', lambda qkv: attend(qkv, heads), options={'heads': heads}, qkv=draw(*shape, scale=scale))


def onward(qkv, past, position):
    return attend(qkv, 2, past[:, : int(position)])


for name, before in {'attentionCached': 5, 'attentionCached, from the beginning': 0}.items():
    case(name, 'attentionCached', onward, options={'heads': 2},
         inputs={'qkv': draw(1, 3, 3 * 2 * 5), 'past': draw(1, 9, 2 * 2 * 5), 'position': ids(before)})


def smoothed(logits, targets):
    y = F.cross_entropy(logits, targets, reduction='none', label_smoothing=0.1)
    return {**cross_entropy(logits, targets), 'y': y}


case('crossEntropy with smoothed labels', 'crossEntropy', smoothed, options={'smoothing': 0.1},
     logits=draw(5, 19, scale=3), inputs={'targets': ids(0, 18, 7, 7, 3)})

# a distribution as the target of each row
soft = F.softmax(draw(5, 21, scale=2), -1)
case('softCrossEntropy', 'softCrossEntropy', lambda logits, soft: F.cross_entropy(logits, soft, reduction='none'),
     logits=draw(5, 21, scale=3), inputs={'soft': soft})

write('ops.json', {'about': 'Made by ops.py, which says how.', 'cases': CASES.made})
