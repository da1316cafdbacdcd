# SPDX-License-Identifier: MIT
"""Debian's Chromium without a window, driven through two pipes.

It cannot reach anything: every name is not found, every proxy is closed. What
a page asks for, what it says on the console and what fails in it is kept."""
import json
import os
import select
import shutil
import subprocess
import tempfile

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-dev-shm-usage", "--disable-background-networking",
         "--disable-component-update", "--disable-extensions", "--disable-sync",
         "--disable-default-apps", "--hide-scrollbars", "--mute-audio",
         "--proxy-server=http://127.0.0.1:9", "--remote-debugging-pipe"]
PATIENCE_S = 60  # for one answer


def found():
    return shutil.which("chromium")


class Browser:
    """with Browser() as browser: page = browser.open(path, ...)"""

    def __init__(self):
        self.home = tempfile.mkdtemp()
        to_read, self.to = os.pipe()
        self.back, back_write = os.pipe()
        words = [found(), *FLAGS, "--user-data-dir=" + self.home, "about:blank"]
        # The browser wants its pipes as 3 and 4.
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{to_read} 4>&{back_write}', "sh",
             *words],
            pass_fds=(to_read, back_write), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(back_write)
        self.rest = b""
        self.last = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def receive(self):
        while b"\0" not in self.rest:
            if not select.select([self.back], [], [], PATIENCE_S)[0]:
                raise RuntimeError(f"the browser says nothing, {PATIENCE_S} s")
            more = os.read(self.back, 1 << 16)
            if not more:
                raise RuntimeError("the browser went away")
            self.rest += more
        text, _, self.rest = self.rest.partition(b"\0")
        return json.loads(text)

    def call(self, method, session=None, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def open(self, path, width=1280, height=900, **how):
        return Page(self, path, width, height, **how)


def lacking():
    """Why there is no browser; None when there is."""
    if not found():
        return "no chromium"
    try:
        with Browser() as browser:
            browser.call("Browser.getVersion")
    except (OSError, RuntimeError) as error:
        return f"chromium does not run here: {error}"
    return None


class Page:
    """One page in a tab of its own. dark, scripts: as the reader has it."""

    def __init__(self, browser, path, width, height, dark=False, scripts=True):
        self.browser = browser
        self.url = "file://" + os.path.abspath(path)
        target = browser.call("Target.createTarget", url="about:blank")
        self.target = target["targetId"]
        self.session = browser.call("Target.attachToTarget", flatten=True,
                                    targetId=self.target)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(domain + ".enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=height, deviceScaleFactor=1, mobile=width < 500)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"}])
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        browser.events.clear()
        self.call("Page.navigate", url=self.url)
        self.wait_for("Page.loadEventFired")

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def wait_for(self, method):
        while not any(e["method"] == method and
                      e.get("sessionId") == self.session
                      for e in self.browser.events):
            self.browser.events.append(self.browser.receive())

    def run(self, script):
        """The value of an expression, also of a promise."""
        answer = self.call("Runtime.evaluate", expression=script,
                           awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def key(self, key):
        code = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def complaints(self):
        """What the console said, and what was asked of the network."""
        self.run("0")  # what was said before is here now
        out = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            said = event["params"]
            if event["method"] == "Network.requestWillBeSent":
                url = said["request"]["url"]
                if url.partition("#")[0] != self.url:
                    out.append("request of " + url[:200])
            elif event["method"] == "Log.entryAdded":
                out.append("log: " + said["entry"]["text"][:300])
            elif event["method"] == "Runtime.exceptionThrown":
                out.append("exception: " + json.dumps(
                    said["exceptionDetails"])[:300])
            elif event["method"] == "Runtime.consoleAPICalled":
                out.append("console: " + json.dumps(said["args"])[:300])
        return out

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
