"""Lists and calls tools with MCPToolClient. Usage: call-tools.py URL. Prints one JSON object."""

import asyncio
import json
import sys

from openenv.core.mcp_client import MCPToolClient


async def main():
    async with MCPToolClient(base_url=sys.argv[1]) as env:
        before = await env.list_tools(use_cache=False)
        await env.reset(seed=1)
        tools = await env.list_tools(use_cache=False)
        result = await env.call_tool("memory_create", text="The tool was called.")
        state = await env.state()
    names = [tool.name for tool in tools]
    print(json.dumps({"before": len(before), "tools": names, "result": result, "steps": state.step_count}))


asyncio.run(main())
