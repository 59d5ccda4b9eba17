"""A babyLLM brain as a model of transformers: `AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True)`.

It reads whole texts from their beginning and keeps no cache: each new token reads all of them again. Padding on the left is heard like any
other text, so texts of different lengths should not share a batch.
"""

import torch
import torch.nn.functional as F
from transformers import GenerationMixin, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutput

from .babyllm_brains import build_brain
from .configuration_babyllm import BabyConfig


class BabyForCausalLM(PreTrainedModel, GenerationMixin):
    config_class = BabyConfig
    base_model_prefix = 'brain'

    def __init__(self, config):
        super().__init__(config)
        described = {'brain': config.brain, 'sizes': config.sizes, 'tensors': config.tensors, 'colour': config.colour}
        self.brain = build_brain(described)
        self.post_init()

    def _init_weights(self, module):
        """All weights come from the file."""

    def get_input_embeddings(self):
        return None

    def prepare_inputs_for_generation(self, input_ids, **kwargs):
        return {'input_ids': input_ids}

    def forward(self, input_ids, labels=None, attention_mask=None, return_dict=True, **kwargs):
        if self.brain.config['brain'] == 'baby':
            logits, _ = self.brain.chunk(input_ids)
        else:
            logits = torch.stack([self.brain.speak(ids)[0] for ids in input_ids])
        loss = None
        if labels is not None:
            loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100)
        if not return_dict:
            return (logits,) if loss is None else (loss, logits)
        return CausalLMOutput(loss=loss, logits=logits)
