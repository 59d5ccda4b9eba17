"""The recipe of gpt2.json: a tiny GPT in PyTorch, through ten steps of AdamW. How to run it, ops.py says.

Written after nanoGPT's model and training (no biases, exact gelu, tied tables, decay on every matrix), with the colour that all of
our minds feel and foresee.
"""

import torch
import torch.nn.functional as F

from formulas import attend, draw, plain, rounded, write

V, C, T, B, BLOCKS, HEADS = 11, 8, 10, 2, 2, 2
SIZES = {'vocabulary': V, 'channels': C, 'feedForwardWidth': 4 * C, 'blocks': BLOCKS, 'heads': HEADS, 'contextLength': T, 'batch': B}
SETTINGS = {'beta1': 0.9, 'beta2': 0.99, 'weightDecay': 0.1, 'clip': 1.5, 'accumulation': 1}
RATES = [0.004, 0.008, 0.012, 0.012, 0.011, 0.01, 0.008, 0.006, 0.004, 0.002]
torch.manual_seed(7)

P = {'tokens': draw(V, C, scale=0.5), 'places': draw(T, C, scale=0.5), 'embed.colour': draw(C, 3, scale=0.5)}
for block in (f'block{i}.' for i in range(BLOCKS)):
    P |= {
        block + 'hear.weight': draw(C, scale=0.3, mean=1),
        block + 'attention.in.weight': draw(3 * C, C, scale=0.6), block + 'attention.out.weight': draw(C, C, scale=0.5),
        block + 'think.weight': draw(C, scale=0.3, mean=1),
        block + 'neurons.in.weight': draw(4 * C, C, scale=0.5), block + 'neurons.out.weight': draw(C, 4 * C, scale=0.3),
    }
P |= {
    'norm.weight': draw(C, scale=0.3, mean=1),
    'colour.in.weight': draw(C, C, scale=0.5), 'colour.in.bias': draw(C, scale=0.3),
    'colour.out.weight': draw(3, C, scale=0.5), 'colour.out.bias': draw(3, scale=0.3),
}
DECAYED = [name for name, p in P.items() if p.dim() > 1]
# the same text again and again, so that the loss falls
CHUNK = {'ids': torch.randint(V, (B, T)), 'targets': torch.randint(V, (B * T,)),
         'colour': rounded(torch.rand(B, 3)), 'nextColour': rounded(torch.rand(B, 3))}
WEIGHTS = torch.full((B * T,), 1 / (B * T))
COLOUR_WEIGHTS = torch.full((B, 3), 0.01)


def gpt(p, ids, felt):
    """(logits, colour expected next)"""
    norm = lambda name, x: F.layer_norm(x, (C,), p[name + '.weight'])
    linear = lambda name, x: F.linear(x, p[name + '.weight'], p.get(name + '.bias'))
    x = F.embedding(ids, p['tokens']) + p['places'][: ids.shape[1]] + F.linear(felt, p['embed.colour'])[:, None]
    for block in (f'block{i}.' for i in range(BLOCKS)):
        heard = attend(linear(block + 'attention.in', norm(block + 'hear', x)), HEADS)
        x = x + linear(block + 'attention.out', heard)
        x = x + linear(block + 'neurons.out', F.gelu(linear(block + 'neurons.in', norm(block + 'think', x))))
    spoken = norm('norm', x)
    return spoken @ p['tokens'].T, torch.sigmoid(linear('colour.out', F.gelu(linear('colour.in', spoken[:, -1]))))


def life():
    p = {name: value.clone().requires_grad_() for name, value in P.items()}
    rest = [value for name, value in p.items() if name not in DECAYED]
    groups = [{'params': [p[name] for name in DECAYED], 'weight_decay': SETTINGS['weightDecay']},
              {'params': rest, 'weight_decay': 0}]
    optimizer = torch.optim.AdamW(groups, betas=(SETTINGS['beta1'], SETTINGS['beta2']), eps=1e-8)
    first, curve, norms = None, [], []
    for rate in RATES:
        optimizer.zero_grad()
        logits, colour = gpt(p, CHUNK['ids'], CHUNK['colour'])
        losses = F.cross_entropy(logits.flatten(0, 1), CHUNK['targets'], reduction='none')
        loss = (WEIGHTS * losses).sum() + (COLOUR_WEIGHTS * (colour - CHUNK['nextColour']) ** 2).sum()
        loss.backward()
        curve.append(losses.mean().item())
        if first is None:
            first = {
                'logits': plain(logits),
                'outputs': {'losses': plain(losses), 'best': plain(logits.argmax(-1)), 'colour': plain(colour)},
                'gradients': {key: plain(value.grad) for key, value in p.items()},
            }
        with torch.no_grad():
            norm = torch.stack([(value.grad**2).sum() for value in p.values()]).sum().sqrt()
            # not clip_grad_norm_, which divides by norm + 1e-6
            for value in p.values():
                value.grad *= min(1, SETTINGS['clip'] / norm.item())
            for group in optimizer.param_groups:
                group['lr'] = rate
            optimizer.step()
        norms.append(norm.item())
    assert min(norms) < SETTINGS['clip'] < max(norms), f'the clip should bite in some steps only: {norms}'
    assert curve[-1] < curve[0] - 0.5, f'it should have learnt something: {curve}'
    return first, curve, norms, {key: plain(value) for key, value in p.items()}


first, curve, norms, last = life()
write('gpt2.json', {
    'about': 'Made by gpt2.py, which says how.',
    'sizes': SIZES, 'settings': SETTINGS, 'rates': RATES, 'decayed': DECAYED,
    'parameters': {key: plain(value) for key, value in P.items()},
    'chunk': {key: plain(value) for key, value in CHUNK.items()},
    'weights': plain(WEIGHTS), 'colourWeights': plain(COLOUR_WEIGHTS),
    'first': first, 'curve': plain(torch.tensor(curve)), 'norms': plain(torch.tensor(norms)), 'afterTenSteps': last,
})
