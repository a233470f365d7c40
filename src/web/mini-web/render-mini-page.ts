/**
 * Writes a page of the mini-web as HTML.
 *
 * @module
 */
import { type MiniBlock, type MiniLink, type MiniPage, withPort } from './mini-page.ts';

/** @param port of the server; part of every link. */
export function renderMiniPage({ title, blocks, menu }: MiniPage, port?: number): string {
  const link = ({ text, url }: MiniLink): string =>
    `<a href="${escapeHtml(withPort(url, port))}">${escapeHtml(text)}</a>`;
  const nav =
    menu.length === 0 ? '' : `<nav><ul>${menu.map((each) => `<li>${link(each)}</li>`).join('')}</ul></nav>`;
  const body = blocks.map((block) => renderBlock(block, link)).join('\n');
  return `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body>${nav}
<main><h1>${escapeHtml(title)}</h1>
${body}
</main><footer>All text is invented.</footer></body></html>`;
}

function renderBlock(block: MiniBlock, link: (each: MiniLink) => string): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'hidden':
      return `<p style="display:none">${escapeHtml(block.text)}</p>`;
    case 'table':
      return `<table>${block.rows.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</table>`;
    case 'links':
      return `<ul>${block.links.map((each) => `<li>${link(each)}</li>`).join('')}</ul>`;
  }
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
