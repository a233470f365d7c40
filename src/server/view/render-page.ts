/**
 * The page of the live view.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** Returns the page and a content security policy that allows only its own script. */
export function renderPage(
  script: string,
  style: string,
): { readonly html: string; readonly policy: string } {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Memory · atommem</title>
<style>${style}</style>
</head>
<body>
<main id="view"></main>
<noscript>The live view needs JavaScript. The API at /openapi.json does not.</noscript>
<script>${script}</script>
</body>
</html>
`;
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}
