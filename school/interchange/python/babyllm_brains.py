"""babyLLM's brains in PyTorch: the same tensors under the same names, the same numbers. Needs torch >= 1.13 and nothing else.

    brain = load_brain('.')                      # the folder with config.json and model.safetensors
    logits, state = brain.speak(ids)             # ids (T) -> (T,V): as it speaks, token by token, of any length
    logits, state = brain.chunk(ids, state)      # ids (B,T) -> (B,T,V): as it learns, chunk by chunk

Letters: B streams, T tokens, C channels, N neurons, V vocabulary, H longest window, L lobes or blocks, D width of a head.
"""

import json
import math
import struct
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

EPSILON = 1e-5


class Brain(nn.Module):
    """The tensors of a brain by the names that babyLLM has for them, and what all kinds of brains share.

    `config`: {"brain", "sizes", "colour", "tensors": {name: {"shape", "decays", "bounds"?, "rowNorms"?}}}
    """

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.sizes = config['sizes']
        for name, tensor in config['tensors'].items():
            *path, leaf = name.split('.')
            module = self
            for part in path:
                if part not in module._modules:
                    module.add_module(part, nn.Module())
                module = module._modules[part]
            module.register_parameter(leaf, nn.Parameter(torch.zeros(tensor['shape'])))
        self.register_buffer('felt', torch.tensor(config.get('colour', [0.5, 0.5, 0.5])), persistent=False)

    def forward(self, ids, state=None):
        return self.chunk(ids, state)

    def chunk(self, ids, state=None):
        """As it learns: ids (B,T) -> logits (B,T,V), and what it carries to the next chunk of the same streams."""
        raise NotImplementedError

    def speak(self, ids, state=None):
        """As it speaks in one conversation: ids (T) -> logits (T,V), and what it carries on."""
        raise NotImplementedError

    def parts(self, prefix=''):
        """Tensors by name; below `prefix` by the rest of their names."""
        return {name[len(prefix):]: value for name, value in self.named_parameters() if name.startswith(prefix)}

    @torch.no_grad()
    def constrain(self):
        """Keeps tensors within their bounds, as babyLLM does after every step."""
        parameters = dict(self.named_parameters())
        for name, tensor in self.config['tensors'].items():
            value = parameters[name]
            if 'bounds' in tensor:
                value.clamp_(*tensor['bounds'])
            if 'rowNorms' in tensor:
                least, most = tensor['rowNorms']
                length = value.norm(dim=-1, keepdim=True)
                value.mul_(length.clamp(least, most) / length.clamp(min=1e-12))


def linear(p, name, x):
    return F.linear(x, p[name + '.weight'], p.get(name + '.bias'))


def layer_norm(p, name, x):
    return F.layer_norm(x, x.shape[-1:], p[name + '.weight'], p.get(name + '.bias'), EPSILON)


# ── baby ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Baby(Brain):
    """Lobes of neurons, windows of time and memories around a residual stream. Learning and speaking are the same function."""

    def start(self, streams):
        """Silence: nothing was heard yet."""
        sizes, like = self.sizes, self.tokens
        empty = lambda *shape: torch.zeros(shape, dtype=like.dtype, device=like.device)
        return [
            {'history': empty(streams, sizes['history'], sizes['neurons']),
             'short': empty(streams, sizes['neurons']), 'long': empty(streams, sizes['neurons'])}
            for _ in range(sizes['lobes'])
        ]

    def chunk(self, ids, state=None):
        p = self.parts()
        state = state or self.start(ids.shape[0])
        x = F.embedding(ids, p['tokens']) + F.linear(self.felt, p['embed.colour'], p['embed.mood'])
        after = []
        for l, before in enumerate(state):
            q = self.parts(f'lobe{l}.')
            u = layer_norm(q, 'norm', x)
            active = F.gelu(linear(q, 'neurons', u))
            heard, history = real_windows(active, before['history'], q['windows.logSize'], q['windows.cerebellum'])
            short, short_after = decaying_mean(heard, q['memory.shortDecay'], before['short'])
            long, long_after = decaying_mean(heard, q['memory.longDecay'], before['long'])
            recalled = heard + q['memory.listenShort'] * short + q['memory.listenLong'] * long
            x = x + linear(q, 'project', recalled * F.gelu(linear(q, 'memory.gate', u)))
            after.append({'history': history.detach(), 'short': short_after.detach(), 'long': long_after.detach()})
        return layer_norm(p, 'norm', x) @ p['tokens'].T, after

    def speak(self, ids, state=None):
        logits, after = self.chunk(ids[None], state)
        return logits[0], after


def real_windows(x, history, log_size, mix):
    """Each neuron's own mix (K,N) of means over the last w tokens, w real: x (B,T,N), history (B,H,N) -> (B,T,N), new history."""
    length, time = history.shape[1], x.shape[1]
    past = torch.cat([history, x], 1)
    sums = F.pad(past.cumsum(1), (0, 0, 1, 0))  # sums[i]: of all before place i
    here = torch.arange(length, length + time, device=x.device)
    out = 0
    for k, size in enumerate(log_size.exp().clamp(1, length)):
        whole = size.detach().floor()
        lags = whole.long()
        total = sums[:, here + 1] - sums.index_select(1, here + 1 - lags)
        total = total + (size - whole) * past.index_select(1, here - lags)
        out = out + mix[k] * (total / size)
    return out, past[:, time:]


def decaying_mean(x, decay, before, piece=64):
    """y[t] = d·y[t−1] + (1−d)·x[t], d = σ(decay) per neuron: x (B,T,N), before (B,N) -> (B,T,N), the last."""
    keep = F.logsigmoid(decay)
    fresh = x * torch.sigmoid(-decay)
    out = []
    for part in fresh.split(piece, 1):
        time = torch.arange(part.shape[1], device=x.device)
        lags = time[:, None] - time
        powers = torch.exp(lags.clamp(min=0)[..., None] * keep) * (lags >= 0)[..., None]  # (T,T,N)
        faded = torch.exp((time + 1)[:, None] * keep) * before[:, None]
        out.append(torch.einsum('tjn,bjn->btn', powers, part) + faded)
        before = out[-1][:, -1]
    return torch.cat(out, 1), before


# ── seed ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Seed(Brain):
    """The original: one stream; windows and memories stand still within a step, and the memories of its last place are kept."""

    def start(self):
        like, neurons = self.embed.e_weights, self.sizes['neurons']
        empty = lambda *shape: torch.zeros(shape, dtype=like.dtype, device=like.device)
        reach = max(1, self.sizes['contextLength'] - 1)
        return {'position': 0, 'ids': [], 'before': empty(reach, neurons),
                'memory': (empty(neurons), empty(neurons)), 'memory2': (empty(neurons), empty(neurons))}

    def chunk(self, ids, state=None):
        """Unlike other brains: ids (1,2M−1) -> logits (1,M,V) of the last M places, each of which looks back on M tokens."""
        memories = state or self.start()
        most = self.sizes['contextLength']
        active = self.fire(ids[0], torch.arange(ids.shape[1], device=ids.device))
        logits, kept = self.answer(active, active.new_zeros(1, active.shape[1]), ids.shape[1] - most + 1, memories)
        return logits[None], {**memories, **kept}

    def speak(self, ids, state=None):
        """From place to place up to the last that a step has; then the last half is read again from place 0 on."""
        state = state or self.start()
        most = 2 * self.sizes['contextLength'] - 1
        out = []
        for id in ids.tolist():
            if state['position'] == most:
                last = state['ids'][-(most // 2):] if most > 1 else []
                fresh = {**self.start(), 'memory': state['memory'], 'memory2': state['memory2']}
                state = self.hear(last, fresh)[0]
            before = state['before']
            state, active = self.hear([id], state)
            logits, kept = self.answer(active, before, 1, state)
            out.append(logits[0])
            state = {**state, **kept}
        return torch.stack(out), state

    def hear(self, ids, state):
        """Neurons fire, and nothing is said: all that later tokens hear of these."""
        if not ids:
            return state, state['before'][:0]
        at = state['position']
        device = self.embed.e_weights.device
        active = self.fire(torch.tensor(ids, device=device), torch.arange(at, at + len(ids), device=device))
        before = torch.cat([state['before'], active])[-len(state['before']):]
        return {**state, 'position': at + len(ids), 'ids': (state['ids'] + ids)[-4096:], 'before': before}, active

    def fire(self, ids, places):
        """ids (L) at places (L) -> activations (L,N)"""
        p = self.parts('embed.')
        blend = F.softmax(self.inputBlend, 0)
        scaled = lambda v: p['weightsScale'] * v + p['normScale'] * layer_norm(p, 'embedNorm', v)
        embedded = (blend[0] * scaled(F.embedding(ids, p['e_weights'])) + blend[1] * F.embedding(places, p['posEmbedding.weight'])
                    + blend[2] * scaled(linear(p, 'pixelEmbed', self.felt)))
        q = self.parts('interneuronNetwork.neurons.')
        normed = layer_norm(q, 'inputNorm', embedded)
        return F.gelu(F.linear(normed, q['n_weights'], q['n_biases']) / math.sqrt(embedded.shape[-1]))

    def answer(self, active, before, predictions, memories):
        """activations (L,N) and those before them -> logits of the last `predictions` places, the memories that are kept"""
        q = self.parts('interneuronNetwork.')
        refined = refinement(q, 'refinement2', self.windows(active, before, predictions, q))
        first, kept1 = self.remember('memory', refined, memories['memory'])
        second, kept2 = self.remember('memory2', (refined + first) / 2, memories['memory2'])
        return self.logits_of(second), {'memory': kept1, 'memory2': kept2}

    def windows(self, active, before, predictions, q):
        most = self.sizes['contextLength']
        past = torch.cat([active.new_zeros(most, active.shape[1]), before, active])
        sums = F.pad(past.cumsum(0), (0, 0, 1, 0))
        here = torch.arange(len(past) - predictions, len(past), device=active.device)
        real = 0.1 + (most - 0.1) * (torch.tanh(1.5 * torch.tanh(q['logWindowSizes'] / 2)) + 1) / 2
        share = torch.sigmoid(q['windowFractionality'].clamp(-6, 6))
        sizes = (1 - share) * torch.floor(real.detach() + 0.5).clamp(min=1) + share * real
        weights = torch.sigmoid(q['cerebellum']).clamp(1e-4, 1)
        weights = weights / weights.sum()
        out = 0
        for k, size in enumerate(sizes):
            lags = size.detach().ceil().clamp(1, most).long()
            out = out + weights[k] * (sums[here + 1] - sums.index_select(0, here + 1 - lags)) / size
        return out

    def remember(self, name, a, before):
        q = self.parts(f'{name}.')
        fade = lambda logit, old: torch.sigmoid(q[logit]) * old + torch.sigmoid(-q[logit]) * a
        short, long = fade('shortTermDecay', before[0]), fade('longTermDecay', before[1])
        query = linear(q, 'inputReducer', a)
        gates = F.softmax(linear(q, 'gateLayer2', query).unflatten(-1, (4, a.shape[-1])).clamp(-30, 30), -2)
        first = gates[:, 0] * short + gates[:, 1] * long + gates[:, 2] * a
        influence = refinement(q, 'memoryInfluence2', query.detach() + linear(q, 'memoryProjector', first))
        return first + gates[:, 3] * influence, (short[-1].detach(), long[-1].detach())

    def logits_of(self, x):
        q = self.parts('logits.')
        scaled = lambda name, v: torch.sigmoid(q[name]) * v
        y = (scaled('rawActivationsScale', x) + scaled('normedActivationsScale', layer_norm(q, 'activationNorm', x))).clamp(-10, 10)
        z = (y @ q['l_weights'] / math.sqrt(x.shape[-1]) + q['l_bias']).clamp(-60, 60)
        return scaled('outputScale', z) + scaled('normOutputScale', layer_norm(q, 'logitNorm', z))


def refinement(p, name, x):
    narrow = layer_norm(p, f'{name}.2', F.gelu(linear(p, f'{name}.0', x)))
    return layer_norm(p, f'{name}.4', linear(p, f'{name}.3', narrow))


# ── transformers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Transformer(Brain):
    """A decoder-only transformer of parts: `gpt2`, `llama` and whatever else babyLLM builds of them."""

    def part(self, name, usual):
        return self.sizes.get(name, usual)

    def chunk(self, ids, state=None):
        """Each chunk begins at place 0; only linear attention carries something on."""
        if not self.is_linear and ids.shape[1] > self.sizes['contextLength']:
            raise ValueError(f"this brain can look back on {self.sizes['contextLength']} tokens, but {ids.shape[1]} came")
        return self.read(ids, state, 0)

    @property
    def is_linear(self):
        return self.part('attention', 'flash') == 'linear'

    def read(self, ids, memories, first):
        """ids (B,T) from place `first` on, places counted around a chunk -> logits (B,T,V), the state of each block"""
        p, sizes = self.parts(), self.sizes
        length, channels = sizes['contextLength'], sizes['channels']
        places = (torch.arange(ids.shape[1], device=ids.device) + first) % length
        x = F.embedding(ids, p['tokens'])
        positions = self.part('positions', 'learned')
        if positions == 'sinusoidal':
            x = x * math.sqrt(channels) + sinusoids(length, channels).to(x)[places]
        if positions == 'learned':
            x = x + p['places'][places]
        x = x + F.linear(self.felt, p['embed.colour'])
        before = self.part('residual', 'pre') == 'pre'
        after = []
        for l in range(sizes['blocks']):
            q = self.parts(f'block{l}.')
            past = memories[l] if memories else None

            def attend(q, x):
                y, memory = self.attention(q, x, past)
                after.append(memory)
                return y

            for name, layer in (('hear', attend), ('think', self.feed_forward)):
                x = x + layer(q, self.normed(q, name, x)) if before else self.normed(q, name, x + layer(q, x))
        hidden = self.normed(p, 'norm', x) if before else x
        return hidden @ p['tokens' if self.part('tied', True) else 'output'].T, after if self.is_linear else None

    def speak(self, ids, state=None):
        """When the places are full, the last half is read again from place 0 on; linear attention goes on without an end."""
        out = []
        if self.is_linear:
            first, memories = state or (0, None)
            for piece in ids.split(64):
                logits, memories = self.read(piece[None], memories, first)
                first = (first + len(piece)) % self.sizes['contextLength']
                out.append(logits[0])
            return torch.cat(out), (first, memories)
        context = list(state or [])
        most, rest = self.sizes['contextLength'], ids.tolist()
        while rest:
            if len(context) == most:
                context = context[-(most // 2):] if most > 1 else []
            heard, rest = rest[: most - len(context)], rest[most - len(context):]
            context += heard
            logits, _ = self.chunk(torch.tensor([context], device=self.tokens.device))
            out.append(logits[0, -len(heard):])
        return torch.cat(out), context

    def normed(self, p, name, x):
        if self.part('norm', 'layer') == 'layer':
            return layer_norm(p, name, x)
        return rms_norm(x, p[name + '.weight'], self.epsilon)

    @property
    def epsilon(self):
        return float(self.part('epsilon', EPSILON))

    def attention(self, p, x, past):
        """x (B,T,C) -> (B,T,C), the state of linear attention"""
        heads, channels, time = self.sizes['heads'], self.sizes['channels'], x.shape[1]
        shared, depth = self.part('kvHeads', heads), channels // heads
        q, k, v = linear(p, 'attention.in', x).split([channels, shared * depth, shared * depth], -1)
        q, k, v = (y.unflatten(-1, (-1, depth)).transpose(1, 2) for y in (q, k, v))
        if self.part('qkNorm', False):
            q = rms_norm(q, p['attention.queries.weight'], self.epsilon)
            k = rms_norm(k, p['attention.keys.weight'], self.epsilon)
        if self.part('positions', 'learned') == 'rope':
            scale = self.part('ropeScale', 1)
            base = self.part('ropeTheta', 10000) * (1 if scale == 1 else scale ** (depth / (depth - 2)))
            q, k = (rotated(y, base) for y in (q, k))
        if self.is_linear:
            heard, after = linear_attention(q, k, v, past)
            return linear(p, 'attention.out', heard.transpose(1, 2).flatten(-2)), after
        k, v = (y.repeat_interleave(heads // shared, 1) for y in (k, v))
        scores = q @ k.transpose(-2, -1) / math.sqrt(depth)
        later = torch.ones(time, time, dtype=torch.bool, device=x.device).triu(1)
        heard = F.softmax(scores.masked_fill(later, -math.inf), -1) @ v
        return linear(p, 'attention.out', heard.transpose(1, 2).flatten(-2)), None

    def feed_forward(self, p, x):
        active = linear(p, 'neurons.in', x)
        kind = self.part('feedForward', 'gelu')
        if kind == 'swiglu':
            active = F.silu(linear(p, 'neurons.gate', x)) * active
        else:
            approximate = 'tanh' if kind == 'gelu-tanh' else 'none'
            active = F.relu(active) if kind == 'relu' else F.gelu(active, approximate=approximate)
        return linear(p, 'neurons.out', active)


def linear_attention(q, k, v, past):
    """S[t] = γ·S[t−1] + φ(k[t])·v[t]ᵀ, z likewise with φ(k), y = φ(q)ᵀS / (φ(q)·z + 1e-6): q (B,H,T,D), k, v (B,G,T,D), past (B,G,D+1,D)."""
    groups, time, depth = k.shape[1:]
    spread = torch.linspace(0, 1, groups, dtype=torch.float64) if groups > 1 else torch.tensor([0.5], dtype=torch.float64)
    keep = (1 - 1 / (32 * 128 ** spread)).to(q)  # γ of each head of keys
    if past is None:
        past = q.new_zeros(q.shape[0], groups, depth + 1, depth)
    q = (F.elu(q) + 1).unflatten(1, (groups, -1))  # (B,G,H/G,T,D)
    k = F.elu(k) + 1
    steps = torch.arange(time, device=q.device)
    lags = steps[:, None] - steps
    faded = torch.where(lags >= 0, keep[:, None, None] ** lags.clamp(min=0), torch.zeros_like(keep)[:, None, None])  # (G,T,T)
    scores = (q @ k[:, :, None].transpose(-2, -1)) * faded[:, None]
    old = (keep[:, None] ** (steps + 1))[:, None, :, None]  # (G,1,T,1)
    above = scores @ v[:, :, None] + old * (q @ past[:, :, None, :depth])
    below = scores.sum(-1, keepdim=True) + old * (q @ past[:, :, None, depth:].transpose(-2, -1))
    left = (keep[:, None] ** (time - 1 - steps))[..., None] * k  # (B,G,T,D)
    added = torch.cat([left.transpose(-2, -1) @ v, left.sum(-2, keepdim=True)], -2)
    after = (keep ** time)[:, None, None] * past + added
    return (above / (below + 1e-6)).flatten(1, 2), after.detach()


def rms_norm(x, weight, epsilon):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * weight


def rotated(x, base):
    """Each pair (d, d + D/2) is turned by the angle of its place."""
    time, depth = x.shape[-2:]
    angles = torch.outer(torch.arange(time, dtype=torch.float64), base ** (-torch.arange(0, depth, 2, dtype=torch.float64) / depth))
    cos, sin = angles.cos().to(x), angles.sin().to(x)
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def sinusoids(time, channels):
    even = torch.arange(channels, dtype=torch.float64) // 2 * 2
    angles = torch.arange(time, dtype=torch.float64)[:, None] / 10000 ** (even / channels)
    return torch.where(torch.arange(channels) % 2 == 0, angles.sin(), angles.cos())


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def build_brain(config):
    kinds = {'baby': Baby, 'seed': Seed}
    return kinds.get(config['brain'], Transformer)(config)


def load_brain(folder, device='cpu'):
    folder = Path(folder)
    brain = build_brain(json.loads((folder / 'config.json').read_text()))
    tensors = read_safetensors(folder / 'model.safetensors')
    brain.load_state_dict({name.removeprefix('brain.'): value for name, value in tensors.items()})
    return brain.to(device)


DTYPES = {'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16}


def read_safetensors(path):
    """Tensors by name, as float32."""
    raw = Path(path).read_bytes()
    length = struct.unpack('<Q', raw[:8])[0]
    header = json.loads(raw[8: 8 + length])
    header.pop('__metadata__', None)
    out = {}
    for name, tensor in header.items():
        begin, end = (8 + length + offset for offset in tensor['data_offsets'])
        out[name] = torch.frombuffer(bytearray(raw[begin:end]), dtype=DTYPES[tensor['dtype']]).view(tensor['shape']).float()
    return out


def write_safetensors(path, tensors):
    """float32 tensors by name; the file is there as a whole or not at all."""
    header, offset, data = {'__metadata__': {'format': 'pt'}}, 0, []
    for name, value in tensors.items():
        raw = value.detach().to('cpu', torch.float32).contiguous().numpy().tobytes()
        header[name] = {'dtype': 'F32', 'shape': list(value.shape), 'data_offsets': [offset, offset + len(raw)]}
        offset += len(raw)
        data.append(raw)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    path = Path(path)
    draft = path.with_name(f'.{path.name}.tmp')
    with open(draft, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text)
        for raw in data:
            file.write(raw)
    draft.replace(path)
