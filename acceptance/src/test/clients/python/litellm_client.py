"""LiteLLM: litellm_client.py URL chat|responses|messages"""

import json
import os
import sys
from typing import Literal

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # Otherwise it looks for prices on the network.

import litellm
from pydantic import BaseModel

from shop import CHAT_TOOLS, MESSAGES, SHOWN, tell

litellm.telemetry = False
url, api = sys.argv[1:]
prefix = {"chat": "openai/", "responses": "openai/responses/", "messages": "anthropic/"}[api]
base = url.removesuffix("/v1") if api == "messages" else url


class Shirt(BaseModel):
    item: str
    max: int
    colors: list[Literal["red", "blue"]]


def ask(model, messages=MESSAGES, **more):
    return litellm.completion(
        model=prefix + model, messages=messages, api_base=base, api_key="none", num_retries=0, max_retries=0, **more
    )


def plain():
    reply = ask("slm")
    return {
        "text": reply.choices[0].message.content,
        "input": reply.usage.prompt_tokens,
        "output": reply.usage.completion_tokens,
    }


def streamed():
    text, pieces, output = "", 0, 0
    for chunk in ask("llm", stream=True, max_tokens=8, stream_options={"include_usage": True}):
        piece = chunk.choices[0].delta.content if chunk.choices else None
        text += piece or ""
        pieces += 1 if piece else 0
        usage = getattr(chunk, "usage", None)
        output = usage.completion_tokens if usage else output
    return {"text": text, "pieces": pieces, "output": output}


def tools():
    message = ask("slm", tools=CHAT_TOOLS).choices[0].message
    call = message.tool_calls[0]
    told = {"role": "tool", "tool_call_id": call.id, "content": SHOWN}
    advised = ask("slm", [*MESSAGES, message.model_dump(exclude_none=True), told], tools=CHAT_TOOLS)
    return {"call": json.loads(call.function.arguments), "text": advised.choices[0].message.content}


def streamed_tools():
    chunks = list(ask("slm", tools=CHAT_TOOLS, stream=True))
    call = litellm.stream_chunk_builder(chunks).choices[0].message.tool_calls[0]
    return {"call": json.loads(call.function.arguments)}


def object():
    reply = ask("llm", response_format=Shirt)
    return Shirt.model_validate_json(reply.choices[0].message.content).model_dump()


def unknown():
    return ask("gpt-9").choices[0].message.content


tell([plain, streamed, tools, streamed_tools, object, unknown])
