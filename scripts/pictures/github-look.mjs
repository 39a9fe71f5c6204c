// How GitHub shows a comment: the values of its stylesheet for markdown (Primer, as https://github.com/sindresorhus/github-markdown-css
// collects them), as far as our comments use them. Alerts and coloured diffs are GitHub's own and no part of GFM.

export const THEMES = {
  light: {
    text: '#1f2328',
    muted: '#59636e',
    page: '#ffffff',
    subtle: '#f6f8fa',
    border: '#d1d9e0',
    code: '#818b981f',
    link: '#0969da',
    alerts: {
      note: ['#0969da', '#0969da'],
      tip: ['#1a7f37', '#1a7f37'],
      caution: ['#cf222e', '#d1242f'],
    },
    diff: { '+': ['#116329', '#dafbe1'], '-': ['#82071e', '#ffebe9'], '!': ['#953800', '#ffd8b5'] },
  },
  dark: {
    text: '#f0f6fc',
    muted: '#9198a1',
    page: '#0d1117',
    subtle: '#151b23',
    border: '#3d444d',
    code: '#656c7633',
    link: '#4493f8',
    alerts: {
      note: ['#1f6feb', '#4493f8'],
      tip: ['#238636', '#3fb950'],
      caution: ['#da3633', '#f85149'],
    },
    diff: { '+': ['#aff5b4', '#033a16'], '-': ['#ffdcd7', '#67060c'], '!': ['#ffdfb6', '#5a1e02'] },
  },
};

const FONT = `-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Helvetica, Arial, sans-serif`;
const MONO = `ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace`;

/** A page with one comment in it: sanitised HTML, in one of the themes, for a window of some width. */
export function pageOf(html, theme, width) {
  const look = THEMES[theme];
  const margin = width < 500 ? 8 : 16;
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; padding: ${margin}px; background: ${look.page}; color: ${look.text}; font: 14px/1.5 ${FONT} }
    .box { border: 1px solid ${look.border}; border-radius: 6px; overflow: hidden }
    .who { background: ${look.subtle}; border-bottom: 1px solid ${look.border}; padding: 8px 16px; color: ${look.muted} }
    .who b { color: ${look.text} }
    .who span { border: 1px solid ${look.border}; border-radius: 2em; padding: 0 7px; font-size: 12px }
    article { padding: 16px; overflow-wrap: break-word }
    article > :last-child { margin-bottom: 0 }
    p, ul, table, pre, details, .alert { margin: 0 0 16px }
    h2, h3, h4 { margin: 24px 0 16px; font-weight: 600; line-height: 1.25 }
    article > :first-child { margin-top: 0 }
    h2 { font-size: 1.5em; border-bottom: 1px solid ${look.border}b3; padding-bottom: .3em }
    h3 { font-size: 1.25em }
    h4 { font-size: 1em }
    a { color: ${look.link}; text-underline-offset: .2rem }
    ul { padding-left: 2em }
    li + li { margin-top: .25em }
    code { font: 85% ${MONO}; background: ${look.code}; border-radius: 6px; padding: .2em .4em; white-space: break-spaces }
    pre { background: ${look.subtle}; border-radius: 6px; padding: 16px; overflow: auto; font: 85%/1.45 ${MONO} }
    pre code { background: none; padding: 0; white-space: pre; font-size: 100% }
    table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto }
    td, th { border: 1px solid ${look.border}; padding: 6px 13px }
    th { font-weight: 600 }
    tr:nth-child(2n) td { background: ${look.subtle} }
    blockquote { margin: 0 0 16px; padding: 0 1em; color: ${look.muted}; border-left: .25em solid ${look.border} }
    sub { font-size: 75%; vertical-align: baseline }
    .alert { padding: 8px 16px; border-left: .25em solid }
    .alert > :last-child { margin-bottom: 0 }
    .title { font-weight: 500; margin-bottom: 8px }
    ${Object.entries(look.alerts)
      .map(
        ([kind, [line, title]]) => `.${kind} { border-color: ${line} } .${kind} .title { color: ${title} }`,
      )
      .join('\n')}
    </style><div class="box"><div class="who"><b>github-actions</b> <span>bot</span> commented</div>
    <article>${withDiffColors(withAlerts(html), look.diff)}</article></div>`;
}

const TITLES = { CAUTION: 'Caution', NOTE: 'Note', TIP: 'Tip' };

function withAlerts(html) {
  return html.replace(
    /<blockquote>\s*(?:<p>\[!(CAUTION|NOTE|TIP)\]\s*|<p>\[!(CAUTION|NOTE|TIP)\]<\/p>\s*)([^]*?)<\/blockquote>/g,
    (_all, one, other, rest) => {
      const kind = one ?? other;
      const inner = rest.startsWith('<') ? rest : `<p>${rest}`;
      return `<div class="alert ${kind.toLowerCase()}"><p class="title">${TITLES[kind]}</p>${inner}</div>`;
    },
  );
}

function withDiffColors(html, colors) {
  return html.replace(/<pre><code class="language-diff">([^]*?)<\/code><\/pre>/g, (_all, body) => {
    const lines = body.split('\n').map((line) => {
      const [color, background] = colors[line[0]] ?? ['inherit', 'none'];
      return `<span style="color:${color};background:${background}">${line}</span>`;
    });
    return `<pre><code>${lines.join('\n')}</code></pre>`;
  });
}
