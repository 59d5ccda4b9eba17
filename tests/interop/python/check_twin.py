"""What a brain in an exported folder answers in PyTorch. Reads one JSON object from standard input, writes one.

{"as": "twin" | "transformers" | "gpt2", "folder", "ids": [T], "chunks": [{"ids": [B][T], "targets": [B][T]}]}
-> {"logits": [T][V], "losses": [chunks][B·T]}
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


def gpt2(folder):
    """GPT2LMHeadModel by its definition: Conv1D stores (in, out)."""
    sys.path.insert(0, str(Path(__file__).parents[3] / 'school/interchange/python'))
    from babyllm_brains import read_safetensors

    c, w = json.loads((folder / 'config.json').read_text()), read_safetensors(folder / 'model.safetensors')
    n, heads = c['n_embd'], c['n_head']
    assert c['architectures'] == ['GPT2LMHeadModel'] and c['activation_function'] == 'gelu' and 'lm_head.weight' not in w
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
            x = x + conv(F.gelu(conv(norm(x, f'h.{l}.ln_2'), f'h.{l}.mlp.c_fc')), f'h.{l}.mlp.c_proj')
        return norm(x, 'ln_f') @ p('wte.weight').T

    return speak, None


def main():
    asked = json.load(sys.stdin)
    speak, chunk = {'twin': twin, 'transformers': transformers_twin, 'gpt2': gpt2}[asked['as']](Path(asked['folder']))
    losses, state = [], None
    with torch.no_grad():
        logits = speak(torch.tensor(asked['ids'])).tolist()
        for part in asked.get('chunks', []):
            out, state = chunk(torch.tensor(part['ids']), state)
            losses.append(F.cross_entropy(out.flatten(0, 1), torch.tensor(part['targets']).flatten(), reduction='none').tolist())
    json.dump({'logits': logits, 'losses': losses}, sys.stdout)


main()
