"""What a brain in an exported folder answers in PyTorch. Reads one JSON object from standard input, writes one.

{"as": "twin" | "transformers" | "gpt2" | "llama", "folder", "adapter"?, "ids": [T], "streams": [[{"ids": [B][T], "targets": [B][T]}]]}
-> {"logits": [T][V], "losses": [streams][chunks][B·T]}; each list of chunks begins with nothing heard
"""

import importlib
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F


def twin(folder):
    sys.path.insert(0, str(folder))
    from babyllm_brains import load_brain

    brain = load_brain(folder)
    return lambda ids: brain.speak(ids)[0], brain.chunk


def transformers_twin(folder):
    """As transformers loads it, with a few classes in the place of the package."""
    sys.path[:0] = [str(Path(__file__).parent), str(folder.parent)]
    config = json.loads((folder / 'config.json').read_text())
    module, name = config['auto_map']['AutoModelForCausalLM'].split('.')
    modeling = importlib.import_module(f'{folder.name}.{module}')
    configuration = importlib.import_module(f"{folder.name}.{config['auto_map']['AutoConfig'].split('.')[0]}")
    model = getattr(modeling, name)(configuration.BabyConfig(**config))
    model.load_state_dict(importlib.import_module(f'{folder.name}.babyllm_brains').read_safetensors(folder / 'model.safetensors'))

    def speak(ids):
        out = model(ids[None], labels=ids[None])
        assert out.loss.item() > 0
        said = model.generate(ids[None, :4], max_new_tokens=2)
        assert said.shape == (1, 6) and said[0, 4] == out.logits[0, 3].argmax()
        return out.logits[0]

    return speak, None


def merged(weights, adapter):
    """Weights with an adapter of PEFT merged into them, as its layers for linear maps (and Conv1D) do it."""
    from babyllm_brains import read_safetensors

    if adapter is None:
        return weights
    config, changes = json.loads((adapter / 'adapter_config.json').read_text()), read_safetensors(adapter / 'adapter_model.safetensors')
    assert config['peft_type'] == 'LORA' and config['bias'] == 'none' and not config['use_rslora'] and not config['use_dora']
    scaling = config['lora_alpha'] / config['r']
    modules = {name.removesuffix('.weight') for name in weights}
    wanted = {name for name in modules if any(name.endswith('.' + target) for target in config['target_modules'])}
    prefix = 'base_model.model.'
    assert wanted and set(changes) == {f'{prefix}{name}.lora_{x}.weight' for name in wanted for x in 'AB'}
    for name in wanted:
        a, b = changes[f'{prefix}{name}.lora_A.weight'], changes[f'{prefix}{name}.lora_B.weight']
        assert a.shape[0] == b.shape[1] == config['r']
        delta = scaling * (b @ a)
        weights[name + '.weight'] = weights[name + '.weight'] + (delta.T if config['fan_in_fan_out'] else delta)
    return weights


def gpt2(folder, adapter=None):
    """GPT2LMHeadModel by its definition: Conv1D stores (in, out)."""
    sys.path.insert(0, str(Path(__file__).parents[3] / 'school/interchange/python'))
    from babyllm_brains import read_safetensors

    c, w = json.loads((folder / 'config.json').read_text()), merged(read_safetensors(folder / 'model.safetensors'), adapter)
    n, heads = c['n_embd'], c['n_head']
    assert c['architectures'] == ['GPT2LMHeadModel'] and c['tie_word_embeddings'] == ('lm_head.weight' not in w)
    act = {'gelu': F.gelu, 'gelu_new': lambda x: F.gelu(x, approximate='tanh'), 'relu': F.relu}[c['activation_function']]
    p = lambda name: w['transformer.' + name]
    conv = lambda x, name: x @ p(name + '.weight') + p(name + '.bias')
    norm = lambda x, name: F.layer_norm(x, (n,), p(name + '.weight'), p(name + '.bias'), c['layer_norm_epsilon'])

    def speak(ids):
        time = len(ids)
        x = p('wte.weight')[ids] + p('wpe.weight')[:time]
        for l in range(c['n_layer']):
            q, k, v = (y.view(time, heads, n // heads).transpose(0, 1) for y in conv(norm(x, f'h.{l}.ln_1'), f'h.{l}.attn.c_attn').split(n, -1))
            scores = (q @ k.transpose(1, 2) / (n // heads) ** 0.5).masked_fill(torch.ones(time, time).triu(1).bool(), float('-inf'))
            x = x + conv((scores.softmax(-1) @ v).transpose(0, 1).flatten(1), f'h.{l}.attn.c_proj')
            x = x + conv(act(conv(norm(x, f'h.{l}.ln_2'), f'h.{l}.mlp.c_fc')), f'h.{l}.mlp.c_proj')
        return norm(x, 'ln_f') @ w.get('lm_head.weight', p('wte.weight')).T

    return speak, None


def llama(folder, adapter=None):
    """LlamaForCausalLM by its definition: rotations of the two halves of a head."""
    sys.path.insert(0, str(Path(__file__).parents[3] / 'school/interchange/python'))
    from babyllm_brains import read_safetensors

    c, w = json.loads((folder / 'config.json').read_text()), merged(read_safetensors(folder / 'model.safetensors'), adapter)
    heads, shared, size = c['num_attention_heads'], c['num_key_value_heads'], c['head_dim']
    assert c['architectures'] == ['LlamaForCausalLM'] and c['tie_word_embeddings'] == ('lm_head.weight' not in w)
    rms = lambda x, name: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + c['rms_norm_eps']) * w[name + '.weight']

    def speak(ids):
        time = len(ids)
        angle = torch.outer(torch.arange(time).float(), c['rope_theta'] ** (-torch.arange(0, size, 2).float() / size))
        angle = torch.cat((angle, angle), -1)
        rope = lambda x: x * angle.cos() + torch.cat((-x[..., size // 2:], x[..., : size // 2]), -1) * angle.sin()
        x = w['model.embed_tokens.weight'][ids]
        for l in range(c['num_hidden_layers']):
            p = f'model.layers.{l}.'
            lin = lambda x, name: x @ w[p + name + '.weight'].T
            part = lambda x, count: x.view(time, count, size).transpose(0, 1)
            y = rms(x, p + 'input_layernorm')
            q, k = rope(part(lin(y, 'self_attn.q_proj'), heads)), rope(part(lin(y, 'self_attn.k_proj'), shared))
            v = part(lin(y, 'self_attn.v_proj'), shared)
            k, v = k.repeat_interleave(heads // shared, 0), v.repeat_interleave(heads // shared, 0)
            scores = (q @ k.transpose(1, 2) / size ** 0.5).masked_fill(torch.ones(time, time).triu(1).bool(), float('-inf'))
            x = x + lin((scores.softmax(-1) @ v).transpose(0, 1).flatten(1), 'self_attn.o_proj')
            y = rms(x, p + 'post_attention_layernorm')
            x = x + lin(F.silu(lin(y, 'mlp.gate_proj')) * lin(y, 'mlp.up_proj'), 'mlp.down_proj')
        return rms(x, 'model.norm') @ w.get('lm_head.weight', w['model.embed_tokens.weight']).T

    return speak, None


def main():
    asked = json.load(sys.stdin)
    more = [Path(asked['adapter'])] if 'adapter' in asked else []
    speak, chunk = {'twin': twin, 'transformers': transformers_twin, 'gpt2': gpt2, 'llama': llama}[asked['as']](Path(asked['folder']), *more)
    losses = []
    with torch.no_grad():
        logits = speak(torch.tensor(asked['ids'])).tolist()
        for chunks in asked.get('streams', []):
            state, here = None, []
            for part in chunks:
                out, state = chunk(torch.tensor(part['ids']), state)
                here.append(F.cross_entropy(out.flatten(0, 1), torch.tensor(part['targets']).flatten(), reduction='none').tolist())
            losses.append(here)
    json.dump({'logits': logits, 'losses': losses}, sys.stdout)


main()
