# SPDX-License-Identifier: MIT
"""Pages in a browser: nothing is fetched, nothing complains, nothing is wider
than the screen, those who do not see or have no mouse or no scripts get all of
it. Each check returns what is wrong, as lines."""
import json
import time

SCREENS = [(1280, False), (800, True), (390, False), (390, True)]
OPEN_S = 4  # on a slow machine; the largest page takes one second on ours

AXE = """axe.run().then(found => JSON.stringify(found.violations.map(v =>
    v.id + ": " + v.help + ": " + v.nodes.length + ", as " +
    v.nodes[0].html.slice(0, 120))))"""
TAGS = """JSON.stringify(Array.from(document.querySelectorAll("*"))
    .map(e => e.tagName.toLowerCase())
    .filter(tag => !["text", "ins", "del"].includes(tag)).sort())"""


def wrong_on(browser, path, screen, axe):
    """One page on one screen."""
    width, dark = screen
    begun = time.monotonic()
    page = browser.open(path, width=width, dark=dark)
    took = time.monotonic() - begun
    wrong = page.complaints()
    wide = page.run("document.documentElement.scrollWidth")
    if wide > width:
        wrong.append(f"{wide} pixels wide")
    if took > OPEN_S:
        wrong.append(f"took {took:.1f} s to open")
    if axe:
        page.run(axe + ";0")
        wrong += json.loads(page.run(AXE))
    page.close()
    where = f"{width}, {'dark' if dark else 'light'}: "
    return [where + line for line in wrong]


def wrong_everywhere(browser, path, axe):
    return [line for screen in SCREENS
            for line in wrong_on(browser, path, screen, axe)]


class Expect:
    """Collects what does not hold on a page."""

    def __init__(self, page):
        self.page, self.wrong = page, []

    def that(self, what, script, value=True):
        got = self.page.run(script)
        if got != value:
            self.wrong.append(f"{what}: {got!r} instead of {value!r}")

    def done(self):
        self.wrong += self.page.complaints()
        self.page.close()
        return self.wrong


def call_without_scripts(browser, path):
    expect = Expect(browser.open(path, scripts=False))
    expect.that("tools that do nothing",
                "getComputedStyle(document.querySelector('#tools')).display",
                "none")
    expect.that("messages that are closed", "document.querySelectorAll("
                "'#messages details:not([open])').length", 0)
    expect.that("messages to read", "Array.from(document.querySelectorAll("
                "'#messages pre')).every(e => e.offsetHeight > 20)")
    return expect.done()


SHOWN = "Array.from(document.querySelectorAll('#ladder .row'))" \
    ".filter(e => e.getBoundingClientRect().height > 0)"


def call_with_keys(browser, path):
    """Search, filters, the panel, printing; by keys, in hold_resume."""
    page = browser.open(path)
    expect = Expect(page)
    page.key("/")
    expect.that("/ goes to search", "document.activeElement.id", "search")
    for key in "BYE":
        page.key(key)
    expect.that("rows found", SHOWN + ".map(e => e.textContent)"
                ".every(t => t.includes('BYE'))")
    expect.that("how many", SHOWN + ".length", 4)
    page.run("search.value = ''; search.dispatchEvent(new Event('input',"
             " {bubbles: true})); search.blur()")
    page.run("document.querySelector('#topics input[value=sip]').click()")
    expect.that("no arrow is left", "document.querySelectorAll("
                "'#ladder .row:not([style*=none]) .head').length", 0)
    page.run("document.querySelector('#topics input[value=sip]').click()")
    expect.that("legs to choose", "legs.options.length > 2")
    page.key("j")
    expect.that("j opens the first", "panel.hidden", False)
    expect.that("its message", "shown.textContent.includes('INVITE sip:')")
    page.run("document.querySelector('#ladder a[href=\"#m11\"]').dispatchEvent("
             "new MouseEvent('click', {bubbles: true, cancelable: true}))")
    expect.that("what the offer changed",
                "shown.querySelector('ins').textContent", "a=sendonly")
    page.key("Escape")
    expect.that("Escape closes", "panel.hidden")
    expect.that("and goes back",
                "document.activeElement.getAttribute('href')", "#m11")
    page.run("document.querySelector('#theme').click()")
    expect.that("dark by hand", "document.documentElement.dataset.theme",
                "dark")
    page.run("dispatchEvent(new Event('beforeprint'))")
    expect.that("closed on paper", "document.querySelectorAll("
                "'#messages details:not([open])').length", 0)
    page.call("Emulation.setEmulatedMedia", media="print")
    expect.that("tools on paper", "getComputedStyle(tools).display", "none")
    # In a grid a drawing of two sheets lies over what follows.
    expect.that("the drawing's box on paper",
                "getComputedStyle(view).display", "block")
    return expect.done()


def report_with_keys(browser, path, calls):
    page = browser.open(path)
    expect = Expect(page)
    expect.that("calls", "document.querySelector('#count').textContent",
                f"{calls} calls")
    page.run("document.querySelectorAll('#calls th button')[0].click()")
    page.run("document.querySelectorAll('#calls th button')[0].click()")
    expect.that("sorted", "document.querySelector('#calls th')"
                ".getAttribute('aria-sort')", "descending")
    page.key("j")
    expect.that("j opens a call", "panel.hidden", False)
    expect.that("its path and ladder", "shown.querySelectorAll("
                "'.strip li').length > 0 && shown.querySelectorAll("
                "'.ladder .shaft').length > 0")
    page.key("Escape")
    expect.that("Escape closes", "panel.hidden")
    page.run("failed.click()")
    expect.that("only failed", "Array.from(document.querySelectorAll("
                "'#calls tbody tr')).every(r => r.className === 'bad')")
    return expect.done()


def report_without_scripts(browser, path, calls):
    expect = Expect(browser.open(path, scripts=False))
    expect.that("calls in the table", "Array.from(document.querySelectorAll("
                "'#all tbody tr')).filter(r => r.offsetHeight > 0).length",
                calls)
    return expect.done()


def tags(browser, path):
    """Which elements a page is made of."""
    page = browser.open(path)
    found = json.loads(page.run(TAGS))
    page.close()
    return found
