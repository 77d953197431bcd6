"""Anthropic's own client for Python: anthropic_client.py URL messages"""

import sys

from anthropic import Anthropic

from shop import MESSAGES, MESSAGES_TOOLS, SHOWN, tell

client = Anthropic(base_url=sys.argv[1].removesuffix("/v1"), api_key="none", max_retries=0)


def plain():
    reply = client.messages.create(model="slm", max_tokens=100, messages=MESSAGES)
    return {
        "text": reply.content[0].text,
        "input": reply.usage.input_tokens,
        "output": reply.usage.output_tokens,
    }


def streamed():
    pieces = 0
    with client.messages.stream(model="llm", max_tokens=8, messages=MESSAGES) as stream:
        for _ in stream.text_stream:
            pieces += 1
        whole = stream.get_final_message()
    return {"text": whole.content[0].text, "pieces": pieces, "output": whole.usage.output_tokens}


def tools():
    called = client.messages.create(model="slm", max_tokens=100, messages=MESSAGES, tools=MESSAGES_TOOLS)
    call = called.content[0]
    told = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": SHOWN}]}
    messages = [*MESSAGES, {"role": "assistant", "content": called.content}, told]
    advised = client.messages.create(model="slm", max_tokens=100, messages=messages, tools=MESSAGES_TOOLS)
    return {"call": call.input, "text": advised.content[0].text}


def streamed_tools():
    with client.messages.stream(model="slm", max_tokens=100, messages=MESSAGES, tools=MESSAGES_TOOLS) as stream:
        return {"call": stream.get_final_message().content[0].input}


def object():
    choice = {"type": "tool", "name": "shirt"}
    colors = {"type": "array", "items": {"enum": ["red", "blue"]}}
    properties = {"item": {"type": "string"}, "max": {"type": "integer"}, "colors": colors}
    schema = {"type": "object", "properties": properties, "required": ["item", "max", "colors"]}
    tool = {"name": "shirt", "input_schema": schema}
    reply = client.messages.create(model="llm", max_tokens=100, messages=MESSAGES, tools=[tool], tool_choice=choice)
    return reply.content[0].input


def counted():
    return client.messages.count_tokens(model="slm", messages=MESSAGES).input_tokens


def unknown():
    return client.messages.create(model="gpt-9", max_tokens=100, messages=MESSAGES).content[0].text


tell([plain, streamed, tools, streamed_tools, object, counted, unknown])
