"""The recipe of dropout.json: dropout with the masks of brain/kernels/plain/dropout.ts, written down again with numpy.

    apt-get install python3-numpy                   # any version
    /usr/bin/python3 -B tests/goldens/dropout.py    # writes dropout.json beside it

PyTorch draws masks of its own, so its dropout cannot be compared number by number. What can be is its definition (torch.nn.Dropout:
"the outputs are scaled by a factor of 1/(1-p)", and the gradient is the same product), with a mask that both sides draw from the same
hash. The hash stands here in numpy's 32-bit arithmetic, not in the words of the kernels. Each case also says how many are left out.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
GOLDEN = np.uint32(0x9E3779B1)


def mix(x):
    """The finaliser of MurmurHash3 on arrays of 32-bit words."""
    x = np.asarray(x, np.uint32)
    with np.errstate(over='ignore'):
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return x ^ (x >> np.uint32(16))


def mask(count, rate, seed, step, call):
    with np.errstate(over='ignore'):
        key = mix(mix(mix(np.uint32(seed) + GOLDEN) ^ np.uint32(step)) ^ (np.uint32(call) * GOLDEN))
        words = mix(key + np.arange((count + 3) // 4, dtype=np.uint32) * GOLDEN)
    # the bytes of a word, lowest first, decide about four elements that follow one another
    bytes_ = words.astype('<u4').view(np.uint8)[:count]
    limit = min(255, int(np.floor(256 * rate + 0.5)))
    return (bytes_ >= limit) * (256 / (256 - limit))


random = np.random.default_rng(20240229)
draw = lambda *shape: np.round(random.standard_normal(shape), 4)
plain = lambda x: {'shape': list(x.shape), 'data': [float(f'{v:.9g}') for v in x.reshape(-1)]}


def case(shape, rate, seed, step, calls):
    """y = the mean over `calls` calls of dropout of the same x, each with the next number."""
    x, upstream = draw(*shape), draw(*shape)
    masks = [mask(x.size, rate, seed, step, call).reshape(shape) for call in range(calls)]
    factor = sum(masks) / calls
    return {
        'ops': ['dropout'], 'rate': rate, 'calls': calls, 'variables': {'dropout.seed': seed, 'dropout.step': step},
        'leftOut': [int((m == 0).sum()) for m in masks],
        'parameters': {'x': plain(x)}, 'inputs': {}, 'upstream': plain(upstream),
        'gradients': {'x': plain(factor * upstream)}, 'outputs': {'y': plain(factor * x)},
    }


cases = {
    'dropout': case((3, 5, 7), 0.4, 1337, 12, 1),
    'dropout of nearly everything, a seed and a step of 32 bits': case((131,), 0.95, 2**32 - 1, 2**31 + 5, 1),
    'dropout of nothing': case((9,), 0, 5, 1, 1),
    'dropout, three calls of one step': case((2, 33), 0.25, 7, 100, 3),
}
lines = lambda value, indent: json.dumps(value) if not isinstance(value, dict) or 'data' in value else (
    '{\n' + ',\n'.join(f'{indent} {json.dumps(k)}: {lines(v, indent + " ")}' for k, v in value.items()) + f'\n{indent}}}')
(HERE / 'dropout.json').write_text(lines({'about': 'Made by dropout.py, which says how.', 'cases': cases}, '') + '\n')
