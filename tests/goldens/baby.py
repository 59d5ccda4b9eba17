"""The recipe of baby.json: a tiny baby brain in PyTorch, through three steps of AdamW. How to run it, ops.py says."""

import math

import torch
import torch.nn.functional as F

from formulas import decaying_mean, draw, hear, plain, real_weights, rounded, spread, write

# Learning from a stream that goes on: two chunks to a step, three steps.
V, C, N, T, B, H, LOBES = 17, 8, 10, 6, 2, 8, 2
SIZES = {'vocabulary': V, 'channels': C, 'neurons': N, 'lobes': LOBES, 'history': H, 'contextLength': T, 'batch': B}
SETTINGS = {'beta1': 0.9, 'beta2': 0.99, 'weightDecay': 0.1, 'clip': 3, 'accumulation': 2}
RATES = [0.01, 0.02, 0.015]
# chosen so that clipping and a window's bound bite in some steps and not in others
torch.manual_seed(16)

P = {'tokens': draw(V, C, scale=0.5), 'embed.colour': draw(C, 3, scale=0.5), 'embed.mood': draw(C, scale=0.5)}
STATES = {}
for lobe in (f'lobe{i}.' for i in range(LOBES)):
    P |= {
        lobe + 'norm.weight': draw(C, scale=0.3, mean=1), lobe + 'norm.bias': draw(C, scale=0.3),
        lobe + 'neurons.weight': draw(N, C, scale=0.5), lobe + 'neurons.bias': draw(N, scale=0.3),
        # far enough from whole numbers (but for the first, on its bound) that three steps cross none
        lobe + 'windows.logSize': rounded(torch.tensor([1, 1.7, 2.6, 3.4, 7.45]).log()),
        lobe + 'windows.cerebellum': draw(5, N, scale=0.6),
        lobe + 'memory.shortDecay': spread(-1, 2, N), lobe + 'memory.longDecay': spread(2, 5, N),
        lobe + 'memory.gate.weight': draw(N, C, scale=0.5), lobe + 'memory.gate.bias': draw(N, scale=0.5),
        lobe + 'memory.listenShort': draw(N, scale=0.5), lobe + 'memory.listenLong': draw(N, scale=0.5),
        lobe + 'project.weight': draw(C, N, scale=0.5), lobe + 'project.bias': draw(C, scale=0.3),
    }
    STATES |= {lobe + 'windows.history': draw(B, H, N), lobe + 'memory.short': draw(B, N), lobe + 'memory.long': draw(B, N)}
P |= {
    'norm.weight': draw(C, scale=0.3, mean=1), 'norm.bias': draw(C, scale=0.3),
    'colour.in.weight': draw(C, C, scale=0.5), 'colour.in.bias': draw(C, scale=0.3),
    'colour.out.weight': draw(3, C, scale=0.5), 'colour.out.bias': draw(3, scale=0.3),
}
# decay falls on matrices; not on vectors, nor on the two tables
DECAYED = [name for name, p in P.items() if p.dim() > 1 and name != 'tokens' and not name.endswith('cerebellum')]
CHUNKS = [
    {'ids': torch.randint(V, (B, T)), 'targets': torch.randint(V, (B * T,)),
     'colour': rounded(torch.rand(B, 3)), 'nextColour': rounded(torch.rand(B, 3))}
    for _ in range(len(RATES) * SETTINGS['accumulation'])
]
WEIGHTS = rounded(torch.rand(B * T) / 4)
WEIGHTS[3] = 0  # a token that must not be learnt
COLOUR_WEIGHTS = rounded(torch.rand(B, 3))


def baby(p, states, chunk):
    """One chunk: (loss of every token, colour expected next, logits, the states of the next chunk)."""
    norm = lambda name, x: F.layer_norm(x, (C,), p[name + '.weight'], p[name + '.bias'])
    linear = lambda name, x: F.linear(x, p[name + '.weight'], p[name + '.bias'])
    x = F.embedding(chunk['ids'], p['tokens']) + F.linear(chunk['colour'], p['embed.colour'], p['embed.mood'])[:, None]
    after = {}
    for lobe in (f'lobe{i}.' for i in range(LOBES)):
        u = norm(lobe + 'norm', x)
        active = F.gelu(linear(lobe + 'neurons', u))
        history = states[lobe + 'windows.history']
        sizes = real_weights(p[lobe + 'windows.logSize'], H, H + 2)
        heard = hear(active, history, sizes, p[lobe + 'windows.cerebellum'])
        recalled = heard
        for memory in ('short', 'long'):
            key = f'{lobe}memory.{memory}'
            held, after[key] = decaying_mean(heard, p[key + 'Decay'], states[key])
            recalled = recalled + p[f'{lobe}memory.listen{memory.title()}'] * held
        x = x + linear(lobe + 'project', recalled * F.gelu(linear(lobe + 'memory.gate', u)))
        after[lobe + 'windows.history'] = torch.cat([history, active], 1)[:, -H:]
    spoken = norm('norm', x)
    logits = (spoken @ p['tokens'].T).reshape(B * T, V)
    colour = torch.sigmoid(linear('colour.out', F.gelu(linear('colour.in', spoken[:, -1]))))
    losses = F.cross_entropy(logits, chunk['targets'], reduction='none')
    return losses, colour, logits, {key: value.detach() for key, value in after.items()}


def life():
    p = {name: value.clone().requires_grad_() for name, value in P.items()}
    rest = [value for name, value in p.items() if name not in DECAYED]
    groups = [
        {'params': [p[name] for name in DECAYED], 'weight_decay': SETTINGS['weightDecay']},
        {'params': rest, 'weight_decay': 0},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(SETTINGS['beta1'], SETTINGS['beta2']), eps=1e-8)
    states, first, norms, bounded, chunks = STATES, None, [], 0, iter(CHUNKS)
    for rate in RATES:
        optimizer.zero_grad()
        for _ in range(SETTINGS['accumulation']):
            chunk = next(chunks)
            losses, colour, logits, states = baby(p, states, chunk)
            loss = (WEIGHTS * losses).sum() + (COLOUR_WEIGHTS * (colour - chunk['nextColour']) ** 2).sum()
            loss.backward()
            if first is None:
                first = {
                    'outputs': {'losses': plain(losses), 'best': plain(logits.argmax(-1)), 'colour': plain(colour)},
                    'states': {key: plain(value) for key, value in states.items()},
                    'gradients': {key: plain(value.grad) for key, value in p.items()},
                }
        with torch.no_grad():
            for value in p.values():
                value.grad /= SETTINGS['accumulation']
            norm = torch.stack([(value.grad**2).sum() for value in p.values()]).sum().sqrt()
            # not clip_grad_norm_, which divides by norm + 1e-6
            for value in p.values():
                value.grad *= min(1, SETTINGS['clip'] / norm.item())
            for group in optimizer.param_groups:
                group['lr'] = rate
            optimizer.step()
            for name, value in p.items():
                if name.endswith('logSize'):
                    bounded += (value < 0).sum().item()
                    value.clamp_(0, math.log(H))
        norms.append(norm.item())
    assert min(norms) < SETTINGS['clip'] < max(norms), f'the clip should bite in some steps only: {norms}'
    assert bounded > 0, 'some window should have been kept from shrinking below one token'
    last = {
        'outputs': {'losses': plain(losses), 'colour': plain(colour)},
        'states': {key: plain(value) for key, value in states.items()},
        'parameters': {key: plain(value) for key, value in p.items()},
    }
    return first, plain(torch.tensor(norms)), last


first, norms, last = life()
write('baby.json', {
    'about': 'Made by baby.py, which says how.',
    'sizes': SIZES, 'settings': SETTINGS, 'rates': RATES, 'decayed': DECAYED,
    'parameters': {key: plain(value) for key, value in P.items()},
    'states': {key: plain(value) for key, value in STATES.items()},
    'weights': plain(WEIGHTS), 'colourWeights': plain(COLOUR_WEIGHTS),
    'chunks': {str(i): {key: plain(value) for key, value in chunk.items()} for i, chunk in enumerate(CHUNKS)},
    'afterOneChunk': first, 'norms': norms, 'afterThreeSteps': last,
})
