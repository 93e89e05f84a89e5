#!/bin/sh
# The status page in a real browser: the daemon polls the sample feeds, and what it shows is laid
# out by Chromium on a desk and on a telephone, in light and dark. Loopback only.
#   page.sh BUILD
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
listen=127.0.0.1:18467
browser=$(command -v chromium || command -v chromium-browser || true)
[ -n "$browser" ] && command -v curl >/dev/null || {
    echo "skipped: chromium or curl is not installed"
    exit 0
}
scratch=$(mktemp -d)
web='' daemon=''
end() {
    for pid in $daemon $web; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$scratch"
}
trap end EXIT
trap 'exit 130' INT TERM HUP
fail() {
    tail -n 5 "$scratch/log" "$scratch/browser.log" 2>/dev/null >&2 || true
    echo "FAILED: $*" >&2
    exit 1
}
# eventually WORDS COMMAND...
eventually() {
    tries=0 words=$1
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 150 ] || fail "$words"
        sleep 0.1
    done
}

"$build/tests/support/sample_web" "$here/../../deploy/sample" "$scratch" >"$scratch/web.log" &
web=$!
eventually "the sample feeds are not served" grep -q ready "$scratch/web.log"
# A feed that fails, with an Arabic name and a cause that is longer than a telephone is wide.
cat >>"$scratch/config/feeds.toml" <<'FEED'
[[feed]]
id = "a-feed-that-nobody-serves"
url = "http://127.0.0.9:9/a/rather/long/path/of/a/feed/that/nobody/serves/rss.xml"
source = "وكالة الأنباء"
FEED
"$build/khabard" run --config "$scratch/config" --set http.listen=$listen >"$scratch/log" 2>&1 &
daemon=$!
shows() { curl -fsS --noproxy '*' "http://$listen/" -o "$scratch/page.html" && grep -q "$1" "$scratch/page.html"; }
eventually "no page" shows almarfa
eventually "the failing feed does not show its cause" shows 'connect: '

# The browser measures, and writes what it found where --dump-dom shows it. A window is not made as
# narrow as a telephone, a frame is.
cat "$scratch/page.html" >"$scratch/measured.html"
cat >>"$scratch/measured.html" <<'SCRIPT'
<script>
const all = query => [...document.querySelectorAll(query)];
const cell = all("td").find(each => /[\u0600-\u06ff]/.test(each.textContent));
const luminance = colour => {
    const part = colour.match(/[\d.]+/g).slice(0, 3).map(each => each / 255).map(
        each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
};
const ground = each => {
    for (; each; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor;
        if (!/, 0\)$|transparent/.test(colour)) return colour;
    }
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.backgroundColor = "Canvas";
    return getComputedStyle(probe).backgroundColor;
};
const contrast = each => {
    const pair = [getComputedStyle(each).color, ground(each)].map(luminance).sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
};
const texts = all("td, dd, dt, th, h1, h2, a, footer, td span, dd span").filter(
    each => each.textContent.trim());
const result = {
    rows: all("table")[0].querySelectorAll("tbody tr").length,
    arabic: cell ? getComputedStyle(cell).direction : "none",
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    contrast: Math.min(...texts.map(contrast)).toFixed(1),
    width: innerWidth,
    small: texts.filter(each => parseFloat(getComputedStyle(each).fontSize) < 12).length,
};
parent.postMessage("measured " + Object.entries(result).map(
    ([key, value]) => key + "=" + value).join(" ") + " end", "*");
</script>
SCRIPT

# look NAME WIDTH OPTIONS...: what must hold on a screen so wide.
look() {
    name=$1 width=$2
    shift 2
    cat >"$scratch/frame.html" <<FRAME
<!DOCTYPE html><body>waiting<script>
addEventListener("message", event => { document.body.textContent = event.data; });
</script><iframe src="measured.html" style="width:${width}px; height:800px; border:0"></iframe>
FRAME
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
        --user-data-dir="$scratch/browser" --window-size=1400,900 --virtual-time-budget=5000 "$@" \
        --dump-dom "file://$scratch/frame.html" >"$scratch/dom" 2>"$scratch/browser.log" ||
        fail "$name: the browser ended with $?"
    found=$(sed -n 's/.*measured \(.*\) end.*/\1/p' "$scratch/dom")
    echo "$name: $found"
    for wanted in rows=6 arabic=rtl overflow=0 small=0 "width=$width"; do
        case " $found " in *" $wanted "*) ;; *) fail "$name: not $wanted" ;; esac
    done
    tenths=$(echo "$found" | sed -n 's/.*contrast=\([0-9]*\)\.\([0-9]\).*/\1\2/p')
    [ "${tenths:-0}" -ge 45 ] || fail "$name: a contrast below 4.5 (WCAG 2, level AA)"
}
for width in 1280 390; do
    look "light, $width" $width
    look "dark, $width" $width --blink-settings=preferredColorScheme=0
done
echo "the page is as it should be"
