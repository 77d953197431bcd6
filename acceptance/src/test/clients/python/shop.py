"""What every client is asked to do, and how it tells what it saw."""

import json

WANTED = "show me a red shirt under 800"
SHOWN = "2* B11 640; 5* K42 720"
PARAMETERS = {
    "type": "object",
    "properties": {
        "item": {"type": "string"},
        "color": {"type": "string"},
        "max": {"type": "integer"},
    },
    "required": ["item"],
}
MESSAGES = [{"role": "user", "content": WANTED}]
CHAT_TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "search",
            "description": "finds products",
            "parameters": PARAMETERS,
        },
    }
]
MESSAGES_TOOLS = [
    {"name": "search", "description": "finds products", "input_schema": PARAMETERS}
]


def tell(steps):
    """Runs one after the other, and prints what each saw, or the error that it ended with, as one object."""
    seen = {}
    for step in steps:
        try:
            seen[step.__name__] = step()
        except Exception as error:
            seen[step.__name__] = {
                "error": type(error).__name__,
                "status": getattr(error, "status_code", None),
                "message": str(error),
            }
    print(json.dumps({name.replace("_tools", "Tools"): saw for name, saw in seen.items()}))
