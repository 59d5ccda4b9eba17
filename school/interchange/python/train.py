"""Goes on learning in PyTorch, on several processes, GPUs or machines at once, from the token files that babyLLM has made of its library.

    torchrun --nproc_per_node=2 train.py --texts ~/.babyllm/library/.shelf --out trained --steps 1000
    baby import trained --home <name>

Each process reads streams of its own; gradients are averaged (DistributedDataParallel: nccl where there are GPUs, else gloo). Without torchrun
it is one process. torchrun of torch 1.13 on Python 3.11 needs `--redirects 1 --tee 1` as well. The colour is not learnt here.
"""

import argparse
import hashlib
import json
import math
import os
import shutil
import sys
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel

from babyllm_brains import load_brain, write_safetensors

HERE = Path(__file__).parent
# what it would need to foresee its colour, which no text tells
NOT_LEARNT = ('colour.', 'pixelPupil.')


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--texts', required=True, help="the folder library/.shelf in the baby's home")
    parser.add_argument('--out', required=True, help='a folder for what it has become')
    parser.add_argument('--steps', type=int, default=1000)
    parser.add_argument('--batch', type=int, help='streams of each process; left out: as the baby has them')
    parser.add_argument('--learning-rate', type=float, help="left out: a fifth of the baby's, since it has learnt already")
    parser.add_argument('--warmup', type=int, default=50)
    parser.add_argument('--threads', type=int, default=1, help='of each process, where it has no GPU')
    parser.add_argument('--pin', action='store_true', help='each process keeps to cores of its own, where nothing else needs them')
    parser.add_argument('--report', type=int, default=50, help='steps between two lines')
    return parser.parse_args()


class Texts:
    """The token files of a shelf, one after another, with marks on what is learnt. Held-out texts are apart."""

    def __init__(self, shelf, tokenizer_hash, vocabulary):
        self.shelf = Path(shelf)
        book = json.loads((self.shelf / 'catalogue.json').read_text())
        if book['tokenizerHash'] != tokenizer_hash:
            sys.exit(f"The texts in {shelf} were cut by another tokenizer ({book['tokenizerHash']}), and this brain has {tokenizer_hash}: "
                     'export the baby whose library this is.')
        self.width = 2 if vocabulary <= 65536 else 4
        ids, learn = [], []
        for record in book['records']:
            if 'shelved' not in record:
                continue
            file = record['shelved']['file']
            tokens = self.read(file)
            ids.append(tokens)
            learn.append(self.marks(file, len(tokens)) if record['shelved'].get('masked') else torch.ones(len(tokens), dtype=torch.bool))
        if not ids:
            sys.exit(f'There are no texts in {shelf}: feed the baby and wake it once.')
        self.ids, self.learn = torch.cat(ids), torch.cat(learn)
        name = lambda id: hashlib.sha256(f'1 {id} {tokenizer_hash}'.encode()).hexdigest()[:32] + '.tokens'
        self.held_out = [self.read(name(part['id'])) for part in book['heldOut'] if (self.shelf / name(part['id'])).exists()]

    def read(self, file):
        raw = bytearray((self.shelf / file).read_bytes())
        if self.width == 4:
            return torch.frombuffer(raw, dtype=torch.int32).long()
        return torch.frombuffer(raw, dtype=torch.int16).long() & 0xFFFF

    def marks(self, file, count):
        raw = torch.frombuffer(bytearray((self.shelf / file.replace('.tokens', '.mask')).read_bytes()), dtype=torch.uint8)
        return (raw[:, None] >> torch.arange(8) & 1).flatten()[:count].bool()


class Streams:
    """`batch` streams of this process, spread over the texts between those of the other processes; they read on and on in a ring."""

    def __init__(self, texts, batch, chunk, overlap, rank, world):
        self.texts, self.chunk, self.overlap = texts, chunk, overlap
        self.at = torch.tensor([(rank + i * world) * len(texts.ids) // (batch * world) for i in range(batch)])

    def next(self):
        places = self.at[:, None] + torch.arange(-self.overlap, self.chunk + 1)
        places %= len(self.texts.ids)
        self.at = (self.at + self.chunk) % len(self.texts.ids)
        ids = self.texts.ids[places]
        return ids[:, :-1], ids[:, self.overlap + 1:], self.texts.learn[places][:, self.overlap + 1:]


def held_out_loss(brain, texts, device, most=5000):
    """Nats per token of texts that are never learnt here, each from its beginning; of at most so many tokens."""
    total = count = 0
    with torch.no_grad():
        for ids in texts.held_out:
            if count >= most or len(ids) < 2:
                break
            logits, _ = brain.speak(ids[:-1].to(device))
            total += F.cross_entropy(logits, ids[1:].to(device), reduction='sum').item()
            count += len(ids) - 1
    return total / count if count else math.nan


def optimizer_of(brain, learning):
    described = brain.config['tensors']
    decays = {True: [], False: []}
    for name, parameter in brain.named_parameters():
        if name.startswith(NOT_LEARNT):
            parameter.requires_grad_(False)
        else:
            decays[described[name]['decays']].append(parameter)
    groups = [{'params': decays[True], 'weight_decay': learning['weightDecay']}, {'params': decays[False], 'weight_decay': 0}]
    return torch.optim.AdamW(groups, betas=(learning['beta1'], learning['beta2']), eps=1e-8)


def keep_to_own_cores():
    """Of the cores that it may use, each process of this machine takes a part: the thread that sends does not push another process aside."""
    rank, count = (int(os.environ.get(name, default)) for name, default in (('LOCAL_RANK', 0), ('LOCAL_WORLD_SIZE', 1)))
    if not hasattr(os, 'sched_setaffinity'):
        sys.exit('--pin needs Linux: leave it out.')
    own = sorted(os.sched_getaffinity(0))[rank::count]
    if not own:
        sys.exit(f'--pin needs a core for each process, but there are {count} processes: leave it out, or start fewer.')
    os.sched_setaffinity(0, own)


def save(brain, out, steps, tokens):
    out = Path(out)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in ('tokenizer.json', 'babyllm-tokenizer.json', 'babyllm_brains.py', 'train.py', 'README.md'):
        if (HERE / file).exists() and (HERE / file).resolve() != (out / file).resolve():
            shutil.copy(HERE / file, out / file)
    config = {**brain.config, 'steps': brain.config['steps'] + steps, 'tokens': brain.config['tokens'] + tokens}
    (out / 'config.json').write_text(json.dumps(config, indent=2) + '\n')
    write_safetensors(out / 'model.safetensors', dict(brain.named_parameters()))


def main():
    args = arguments()
    several = 'RANK' in os.environ
    if args.pin:
        keep_to_own_cores()
    gpus = torch.cuda.is_available()
    if several:
        dist.init_process_group('nccl' if gpus else 'gloo')
    rank, world = (dist.get_rank(), dist.get_world_size()) if several else (0, 1)
    device = torch.device('cuda', int(os.environ.get('LOCAL_RANK', 0))) if gpus else torch.device('cpu')
    if gpus:
        torch.cuda.set_device(device)
    else:
        torch.set_num_threads(args.threads)

    brain = load_brain(HERE, device)
    config, sizes = brain.config, brain.config['sizes']
    is_seed = config['brain'] == 'seed'
    chunk, batch = sizes['contextLength'], 1 if is_seed else args.batch or sizes['batch']
    texts = Texts(args.texts, config['tokenizerHash'], sizes['vocabulary'])
    streams = Streams(texts, batch, chunk, chunk - 1 if is_seed else 0, rank, world)
    optimizer = optimizer_of(brain, config['learning'])
    peak = args.learning_rate or config['learning']['learningRate'] / 5
    model = brain
    if several:
        # the only buffer is the colour, which does not change: sending it would make every step wait for all processes twice
        how = {'broadcast_buffers': False, 'gradient_as_bucket_view': True}
        model = DistributedDataParallel(brain, device_ids=[device] if gpus else None, **how)
    say = print if rank == 0 else lambda *_, **__: None
    say(f"{config['name']}: a {config['brain']} brain; {world} process{'es' if world > 1 else ''} of {batch} streams; "
        f'{len(texts.ids)} tokens of text, of which {texts.learn.sum().item()} are learnt')
    say(f'held out before: {held_out_loss(brain, texts, device):.4f} nats per token', flush=True)

    state, losses, began = None, [], time.monotonic()  # since the last report
    for step in range(1, args.steps + 1):
        ids, targets, learn = (part.to(device) for part in streams.next())
        logits, state = model(ids, state)
        each = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction='none')
        loss = (each * learn.flatten()).sum() / learn.sum().clamp(min=1)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in brain.parameters() if p.requires_grad], config['learning']['clip'])
        for group in optimizer.param_groups:
            group['lr'] = peak * min(1, step / args.warmup)
        optimizer.step()
        brain.constrain()
        losses.append(loss.item())
        if step % args.report == 0 or step == args.steps:
            speed = len(losses) * chunk * batch * world / (time.monotonic() - began)
            say(f'step {step}: {sum(losses) / len(losses):.4f} nats per token, {speed:.0f} tokens a second', flush=True)
            losses, began = [], time.monotonic()

    if several:
        flat = torch.cat([p.detach().cpu().flatten() for p in brain.parameters()])
        sums = [None] * world
        dist.all_gather_object(sums, hashlib.sha256(flat.numpy().tobytes()).hexdigest())
        if len(set(sums)) > 1:
            sys.exit('The processes have come to different weights, which should not be: nothing is saved.')
        say(f'the weights of all {world} processes are equal, bit for bit')
    say(f'held out after: {held_out_loss(brain, texts, device):.4f} nats per token')
    if rank == 0:
        save(brain, args.out, args.steps, args.steps * chunk * batch * world)
        say(f'saved in {args.out}')
    if several:
        dist.barrier()
        dist.destroy_process_group()


if __name__ == '__main__':
    main()
