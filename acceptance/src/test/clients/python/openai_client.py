"""OpenAI's own client for Python: openai_client.py URL chat|responses"""

import json
import sys
from typing import Literal

from openai import OpenAI
from pydantic import BaseModel

from shop import CHAT_TOOLS, MESSAGES, PARAMETERS, SHOWN, WANTED, tell

client = OpenAI(base_url=sys.argv[1], api_key="none", max_retries=0)
TOOLS = [{"type": "function", "name": "search", "description": "finds products", "parameters": PARAMETERS}]


class Shirt(BaseModel):
    item: str
    max: int
    colors: list[Literal["red", "blue"]]


class Chat:
    def plain():
        reply = client.chat.completions.create(model="slm", messages=MESSAGES)
        usage = reply.usage
        return {
            "text": reply.choices[0].message.content,
            "input": usage.prompt_tokens,
            "output": usage.completion_tokens,
        }

    def streamed():
        text, pieces, output = "", 0, 0
        with client.chat.completions.create(
            model="llm", messages=MESSAGES, stream=True, max_tokens=8, stream_options={"include_usage": True}
        ) as stream:
            for chunk in stream:
                piece = chunk.choices[0].delta.content if chunk.choices else None
                text += piece or ""
                pieces += 1 if piece else 0
                output = chunk.usage.completion_tokens if chunk.usage else output
        return {"text": text, "pieces": pieces, "output": output}

    def tools():
        called = client.chat.completions.create(model="slm", messages=MESSAGES, tools=CHAT_TOOLS)
        message = called.choices[0].message
        call = message.tool_calls[0]
        told = {"role": "tool", "tool_call_id": call.id, "content": SHOWN}
        advised = client.chat.completions.create(model="slm", messages=[*MESSAGES, message, told], tools=CHAT_TOOLS)
        return {"call": json.loads(call.function.arguments), "text": advised.choices[0].message.content}

    def streamed_tools():
        with client.chat.completions.stream(model="slm", messages=MESSAGES, tools=CHAT_TOOLS) as stream:
            stream.until_done()
            call = stream.get_final_completion().choices[0].message.tool_calls[0]
        return {"call": json.loads(call.function.arguments)}

    def object():
        reply = client.chat.completions.parse(model="llm", messages=MESSAGES, response_format=Shirt)
        return reply.choices[0].message.parsed.model_dump()

    def unknown():
        return client.chat.completions.create(model="gpt-9", messages=MESSAGES).choices[0].message.content


class Responses:
    def plain():
        reply = client.responses.create(model="slm", input=WANTED)
        return {"text": reply.output_text, "input": reply.usage.input_tokens, "output": reply.usage.output_tokens}

    def streamed():
        text, pieces, output = "", 0, 0
        for event in client.responses.create(model="llm", input=WANTED, stream=True, max_output_tokens=8):
            if event.type == "response.output_text.delta":
                text += event.delta
                pieces += 1
            elif event.type == "response.incomplete":
                output = event.response.usage.output_tokens
        return {"text": text, "pieces": pieces, "output": output}

    def tools():
        called = client.responses.create(model="slm", input=WANTED, tools=TOOLS)
        call = called.output[0]
        told = {"type": "function_call_output", "call_id": call.call_id, "output": SHOWN}
        advised = client.responses.create(model="slm", input=[*MESSAGES, *called.output, told], tools=TOOLS)
        return {"call": json.loads(call.arguments), "text": advised.output_text}

    def streamed_tools():
        with client.responses.stream(model="slm", input=WANTED, tools=TOOLS) as stream:
            stream.until_done()
            call = stream.get_final_response().output[0]
        return {"call": json.loads(call.arguments)}

    def object():
        return client.responses.parse(model="llm", input=WANTED, text_format=Shirt).output_parsed.model_dump()

    def unknown():
        return client.responses.create(model="gpt-9", input=WANTED).output_text


api = {"chat": Chat, "responses": Responses}[sys.argv[2]]
tell([api.plain, api.streamed, api.tools, api.streamed_tools, api.object, api.unknown])
