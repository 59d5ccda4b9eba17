"""The configuration of a babyLLM brain for transformers (`trust_remote_code=True`)."""

from transformers import PretrainedConfig


class BabyConfig(PretrainedConfig):
    model_type = 'babyllm'

    def __init__(self, brain='baby', sizes=None, tensors=None, colour=None, **kwargs):
        self.brain = brain
        self.sizes = sizes or {}
        self.tensors = tensors or {}
        self.colour = colour or [0.5, 0.5, 0.5]
        super().__init__(**kwargs)
