// Looks at served pages with chromium, as tests/browser/run.sh says. Each fault is a sentence on stderr.
//   node look.cjs ADDRESS TOKEN_FILE FOLDER
'use strict';
const fs = require('fs');
const http = require('http');
const puppeteer = require('puppeteer-core');
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const [address, tokenFile, folder] = process.argv.slice(2);
const token = fs.readFileSync(tokenFile, 'utf8').trim();
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
const EACH = Number(process.env.EACH || 4); // pages that are looked at of a pattern with the same parameters; the others are only asked for
const TABS = 400; // presses of Tab after which what is looked for is given up

let faults = 0;
const told = new Set();
function fault(where, what) {
    const sentence = `${where}: ${what}`;
    if (!told.has(sentence)) {
        told.add(sentence);
        faults++;
        if (faults <= 200) console.error(`fault: ${sentence}`);
    }
}

// A page that notes whatever goes wrong in it.
async function openPage(browser) {
    const page = await browser.newPage();
    page.setDefaultTimeout(30000);
    page.expected = []; // answers that are no fault where they are provoked
    page.on('console', (message) => {
        if (message.type() === 'error' && !page.expected.some((status) => message.text().includes(`status of ${status}`)))
            fault(page.url(), `the browser says ${message.text()}`);
    });
    page.on('pageerror', (error) => fault(page.url(), `a script failed: ${error.message}`));
    page.on('request', (request) => {
        if (!request.url().startsWith('data:') && !request.url().startsWith(address) && !request.url().startsWith(page.elsewhere || address))
            fault(page.url(), `it asks ${request.url()}, which is outside`);
    });
    page.on('response', (response) => {
        if (response.status() >= 400 && !page.expected.includes(response.status()))
            fault(page.url(), `${response.url()} is answered with ${response.status()}`);
    });
    await page.setViewport(WIDE);
    return page;
}

// The route, as service/pages.c has it, for a path.
function patternOf(url) {
    const { pathname } = new URL(url);
    const match = pathname.match(/^\/(units|projects|indicators|contracts|deviations|messages|notices)\/./);
    return match ? `/${match[1]}/{}` : pathname;
}
function keyOf(url) {
    const names = [...new URL(url).searchParams].map(([name, value]) => (name === 'lang' ? `lang=${value}` : name));
    return `${patternOf(url)}?${names.filter((name) => name !== 'year').sort().join('&')}`;
}

// What a page holds: links, and what must not be in it.
function readPage() {
    const links = [...document.querySelectorAll('a[href], form')].map((node) => node.href || node.action);
    const faults = [];
    if (window.harm !== undefined) faults.push(`a name was run as a script (${window.harm})`);
    if (document.querySelector('script, iframe, object, img')) faults.push('there is an element that the pages do not use');
    for (const node of document.querySelectorAll('*'))
        for (const { name } of node.attributes) if (/^on/.test(name)) faults.push(`an attribute ${name}`);
    if (document.querySelectorAll('h1').length !== 1) faults.push('there is not one h1');
    if (!document.title) faults.push('there is no title');
    return { links, faults };
}

// What is wider than the window, or cut off. Text that is only heard is left out.
function readWidth() {
    const faults = [];
    const wide = document.scrollingElement.scrollWidth;
    if (wide > innerWidth) faults.push(`it is ${wide} pixels wide in a window of ${innerWidth}`);
    const heard = (node) => {
        for (; node; node = node.parentElement) {
            const style = getComputedStyle(node);
            if (style.clipPath === 'inset(50%)' || style.display === 'none' || node.className === 'skip') return true;
        }
        return false;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node && faults.length < 5; node = walker.nextNode()) {
        if (!node.data.trim()) continue;
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.width === 0 || (box.left >= -1 && box.right <= innerWidth + 1)) continue;
        if (!heard(node.parentElement)) faults.push(`text goes over the edge: ${node.data.trim().slice(0, 60)}`);
    }
    for (const node of document.querySelectorAll('main *, header *, input, select, textarea, button')) {
        if (node.scrollWidth <= node.clientWidth + 1 || node.clientWidth === 0 || /^(svg|INPUT|SELECT)$/i.test(node.tagName)) continue;
        const { overflowX } = getComputedStyle(node);
        if (overflowX !== 'visible' && overflowX !== 'auto' && !heard(node) && faults.length < 5)
            faults.push(`<${node.tagName.toLowerCase()}> cuts off ${node.textContent.trim().slice(0, 60)}`);
    }
    return faults;
}

async function checkAccess(page, name) {
    await page.evaluate(axeSource);
    const found = await page.evaluate(() =>
        window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations'] }));
    for (const violation of found.violations)
        fault(name, `axe: ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 160)} (${violation.nodes.length})`);
}

// Pictures and the checker at both widths, light and dark.
async function lookClosely(page, name) {
    const file = (name.replace(/[{}]/g, '').replace(/[^A-Za-z0-9=]+/g, '-').replace(/^-|-$/g, '') || 'overview');
    for (const viewport of [WIDE, NARROW]) {
        await page.setViewport(viewport);
        for (const scheme of ['dark', 'light']) {
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
            await checkAccess(page, `${name}, ${viewport.width} px, ${scheme}`);
            if (scheme === 'light' || viewport === WIDE) {
                const high = await page.evaluate(() => document.documentElement.scrollHeight);
                await page.screenshot({
                    path: `${folder}/${file}-${viewport.width}${scheme === 'dark' ? '-dark' : ''}.png`,
                    clip: { x: 0, y: 0, width: viewport.width, height: Math.min(high, 6000) }, captureBeyondViewport: true,
                });
            }
        }
    }
    await page.setViewport(WIDE);
    await page.emulateMediaType('print');
    if (/^\/(|projects\/{})(\?|$)/.test(name))
        await page.pdf({ path: `${folder}/${file}.pdf`, format: 'A4' });
    await page.emulateMediaType('screen');
}

// Asked for outside the browser, so that nothing but the server is measured: the middle of five.
async function measure(url) {
    const took = [];
    let bytes = 0;
    for (let round = 0; round < 5; round++) {
        const began = process.hrtime.bigint();
        bytes = (await (await fetch(url)).arrayBuffer()).byteLength;
        took.push(Number(process.hrtime.bigint() - began) / 1e6);
    }
    return { ms: took.sort((a, b) => a - b)[2], bytes };
}

async function crawl(browser) {
    const page = await openPage(browser);
    const queue = [`${address}/`, `${address}/?lang=en`, `${address}/login`, `${address}/projects?sort=rate`, `${address}/deviations`];
    const seen = new Set(queue);
    const looked = new Map();
    const closely = new Map();
    const left = [];
    let pages = 0;
    while (queue.length > 0) {
        const url = queue.shift();
        const key = keyOf(url);
        const english = /lang=en/.test(url);
        const done = looked.get(key) || 0;
        if (done >= (english ? 1 : EACH)) {
            left.push(url);
            continue;
        }
        looked.set(key, done + 1);
        pages++;
        if (/format=csv/.test(url)) {
            const answer = await fetch(url);
            if (answer.status !== 200 || !/csv/.test(answer.headers.get('content-type') || ''))
                fault(url, `is no CSV: ${answer.status}`);
            await answer.arrayBuffer();
            continue;
        }
        const answer = await page.goto(url, { waitUntil: 'load' });
        if (answer.status() !== 200) continue; // noted already
        const { links, faults: wrong } = await page.evaluate(readPage);
        wrong.forEach((what) => fault(url, what));
        for (const link of links) {
            const bare = link.split('#')[0];
            if (!bare.startsWith(`${address}/`)) fault(url, `it leads outside: ${link}`);
            else if (!seen.has(bare) && !/\/acknowledge$|\/logout$/.test(bare)) {
                seen.add(bare);
                queue.push(bare);
            }
        }
        await page.setViewport(NARROW);
        (await page.evaluate(readWidth)).forEach((what) => fault(`${url} at 360 px`, what));
        await page.setViewport(WIDE);
        (await page.evaluate(readWidth)).forEach((what) => fault(`${url} at 1280 px`, what));
        const name = patternOf(url) + (english ? '?lang=en' : '') + (/sort=rate/.test(url) ? '?sort=rate' : '');
        if (!closely.has(name)) {
            closely.set(name, await measure(url));
            await lookClosely(page, name);
        }
    }
    await page.close();
    for (const url of left) {
        const answer = await fetch(url);
        await answer.arrayBuffer();
        if (answer.status !== 200) fault(url, `is answered with ${answer.status}`);
    }
    console.log(`${pages} pages of ${closely.size} patterns; ${seen.size} links, all followed`);
    for (const [name, { ms, bytes }] of closely)
        console.log(`${name.padEnd(40)} ${ms.toFixed(0).padStart(6)} ms ${(bytes / 1000).toFixed(1).padStart(8)} kB`);
    return closely;
}

// Keyboard ------------------------------------------------------------------------------------------

function readFocus() {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')];
    return {
        place: all.indexOf(node), tag: node.tagName, href: node.href || '', name: node.name || '', type: node.type || '',
        text: node.textContent.trim().slice(0, 40),
        visible: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}

// Presses Tab until what has the focus is what is wanted.
async function tabTo(page, wanted, what) {
    let last = -1;
    for (let presses = 0; presses < TABS; presses++) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate(readFocus);
        if (focus === null) continue; // the browser's own
        if (!focus.visible) fault(page.url(), `what has the focus is out of sight: ${focus.text || focus.name}`);
        if (!focus.outline) fault(page.url(), `the focus is not shown: ${focus.text || focus.name}`);
        if (focus.place < last && presses > 0) {
            fault(page.url(), `Tab went round without ${what}`);
            return false;
        }
        // A field for a date has several stops.
        last = focus.place;
        if (wanted(focus)) return true;
    }
    fault(page.url(), `${what} is not reached with Tab`);
    return false;
}

async function enter(page) {
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
}

async function keyboard(browser) {
    const page = await openPage(browser);
    await page.goto(`${address}/`);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(readFocus);
    if (!skip || !skip.href.endsWith('#content') || !skip.visible) fault('/', 'the first Tab does not show the link past the head');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    if (!(await page.evaluate(() => !!document.activeElement.closest('main')))) fault('/', 'the link past the head does not lead into the content');

    await page.goto(`${address}/`);
    await tabTo(page, (focus) => /\/deviations\?.*light=/.test(focus.href), 'a light');
    await enter(page);
    await tabTo(page, (focus) => /\/deviations\/\d+/.test(focus.href), 'a deviation');
    await enter(page);
    const deviation = new URL(page.url()).pathname;
    await tabTo(page, (focus) => /\/login\?next=/.test(focus.href), 'the link to the login');
    await enter(page);
    await tabTo(page, (focus) => focus.name === 'token', 'the field of the token');
    await page.keyboard.type(token);
    await enter(page);
    if (new URL(page.url()).pathname !== deviation) fault('/login', `it leads to ${page.url()} and not back to ${deviation}`);
    await page.goto(address + deviation);
    await tabTo(page, (focus) => focus.name === 'by', 'the name');
    await page.keyboard.type('陈雨晴');
    await tabTo(page, (focus) => focus.name === 'cause', 'the cause');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, (focus) => focus.name === 'decision', 'the decision');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, (focus) => focus.tag === 'TEXTAREA', 'the action');
    await page.keyboard.type('查明原因并整改');
    await tabTo(page, (focus) => focus.type === 'date' && /due/.test(focus.name), 'the date');
    await page.keyboard.type('12312023');
    await tabTo(page, (focus) => focus.tag === 'BUTTON', 'the button');
    const file = `${folder}/form`;
    await page.screenshot({ path: `${file}-1280.png`, fullPage: true });
    await checkAccess(page, 'the form');
    await page.setViewport(NARROW);
    await checkAccess(page, 'the form at 360 px');
    (await page.evaluate(readWidth)).forEach((what) => fault('the form at 360 px', what));
    await page.screenshot({ path: `${file}-360.png`, fullPage: true });
    await page.setViewport(WIDE);
    await page.focus('main button'); // a changed window may have lost it
    await enter(page);
    if (!(await page.evaluate(() => document.body.innerText.includes('查明原因并整改')))) fault(deviation, 'it was not acknowledged with the keyboard');
    await page.screenshot({ path: `${file}-done-1280.png`, fullPage: true });
    // An action without a day: what is at fault is said beside its field.
    page.expected = [400];
    await tabTo(page, (focus) => focus.name === 'by', 'the name');
    await page.keyboard.type('陈雨晴');
    await tabTo(page, (focus) => focus.tag === 'TEXTAREA', 'the action');
    await page.keyboard.type('没有期限');
    await tabTo(page, (focus) => focus.tag === 'BUTTON', 'the button');
    await enter(page);
    if (!(await page.$('[aria-invalid]'))) fault(deviation, 'an action without a day is not refused beside its field');
    await checkAccess(page, 'the refused form');
    await page.screenshot({ path: `${file}-refused-1280.png`, fullPage: true });
    return page;
}

// Another site -------------------------------------------------------------------------------------

// A page at another port of the same machine, which browsers call the same site: the cookie is sent along.
async function stranger(page) {
    page.expected = [403];
    await page.goto(`${address}/deviations`);
    const deviation = await page.evaluate(() => document.querySelector('a[href*="/deviations/"]').href.split('?')[0]);
    await page.goto(deviation);
    const proof = await page.evaluate(() => document.querySelector('input[name=proof]').value);
    const forms = [['without a proof', ''], ['with a stolen proof', `<input type=hidden name=proof value="${proof}">`]];
    for (const target of [`${deviation}/acknowledge`, `${address}/logout`])
        for (const [how, hidden] of forms) {
            const server = http.createServer((request, response) => {
                response.setHeader('Content-Type', 'text/html');
                response.end(`<!DOCTYPE html><title>x</title><form method=post action="${target}">${hidden}
                    <input name=by value=stranger><input name=cause value=other><input name=decision value=continue><button>x</button></form>`);
            });
            await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
            page.elsewhere = `http://127.0.0.1:${server.address().port}`;
            await page.goto(`${page.elsewhere}/`).catch(() => {});
            const [answer] = await Promise.all([page.waitForNavigation(), page.click('button')]);
            if (answer.status() !== 403) fault(target, `a form of another site ${how} is answered with ${answer.status()}`);
            server.close();
        }
    page.expected = [];
    await page.goto(deviation);
    if (await page.evaluate(() => document.body.innerText.includes('stranger'))) fault(deviation, 'another site has acknowledged it');
    if (!(await page.$('input[name=proof]'))) fault(deviation, 'another site has ended the session');
    await page.close();
}

// Without scripts ------------------------------------------------------------------------------------

async function follow(page, selector) {
    await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

async function scriptless(browser) {
    const context = await browser.createBrowserContext();
    const page = await openPage(context);
    await page.setJavaScriptEnabled(false);
    await page.setViewport(NARROW);
    await page.goto(`${address}/login?next=%2Fdeviations`);
    await page.type('#token', token);
    await follow(page, 'form button');
    if (!/\/deviations/.test(page.url())) fault('/login', 'without scripts it does not lead back');
    await page.select('select[name=light]', 'red');
    await follow(page, 'form.look button');
    if (!/light=red/.test(page.url())) fault('/deviations', 'without scripts it is not filtered');
    const links = await page.$$('main a[href*="/deviations/"]');
    await Promise.all([page.waitForNavigation(), links[links.length - 1].click()]);
    await page.type('[name=by]', 'Li');
    await page.select('[name=cause]', 'other');
    await page.select('[name=decision]', 'continue');
    await follow(page, 'form.act button');
    if (!(await page.content()).includes('Li</bdi>')) fault(page.url(), 'without scripts it is not acknowledged');
    await context.close();
}

async function main() {
    const browser = await puppeteer.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium', pipe: true, headless: true,
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--lang=en-US', '--force-prefers-reduced-motion'],
    });
    try {
        await crawl(browser);
        await stranger(await keyboard(browser));
        await scriptless(browser);
    } finally {
        await browser.close();
    }
    if (faults > 0) console.error(`${faults} faults`);
    process.exitCode = faults > 0 ? 1 : 0;
}

main().catch((error) => {
    console.error(`the browser went no further: ${error.stack}`);
    process.exitCode = 1;
});
