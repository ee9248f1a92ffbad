/* A picture as a file, drawn by this browser and given what it rests on as the server tells it; or copied. */
(() => {
  "use strict";

  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  /* A PNG with the chunks of its record behind its header. */
  function png(url, { behind, chunks }) {
    const image = bytesOf(url.slice(url.indexOf(",") + 1));
    return [image.slice(0, behind), bytesOf(chunks), image.slice(behind)];
  }

  /* An SVG with its size on paper, and its record at its beginning. */
  function svg(url, { sized, inside }) {
    const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    return [text.replace(/<svg\b[^>]*>/, (root) =>
      root.replace(/\swidth="[^"]*"\sheight="[^"]*"/, () => " " + sized) + inside)];
  }

  function save(parts, type, name) {
    const address = URL.createObjectURL(new Blob(parts, { type }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  const NO_CLIPBOARD = "Your browser copies pictures only of pages of this machine or over https: download it instead.";
  const COPIED = "Copied. A copy does not carry the facts behind it: for tradefacts trace, download the file.";

  async function image({ figure, width, height, scale }) {
    const url = await Plotly.toImage(structuredClone(figure), { format: "png", width, height, scale });
    return new Blob([bytesOf(url.slice(url.indexOf(",") + 1))], { type: "image/png" });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_picture: {
      async copy(clicks, drawn) {
        if (!clicks || !drawn) return window.dash_clientside.no_update;
        if (!window.isSecureContext || !navigator.clipboard || !window.ClipboardItem) return NO_CLIPBOARD;
        try {
          /* The promise itself is handed over: some browsers forget the click while a picture is drawn. */
          await navigator.clipboard.write([new ClipboardItem({ "image/png": image(drawn) })]);
          return COPIED;
        } catch (error) {
          return `Your browser did not copy the picture (${error.message || error}): download it instead.`;
        }
      },
      async download(picture) {
        if (!picture) return window.dash_clientside.no_update;
        const { figure, format, width, height, scale, name } = picture;
        try {
          const url = await Plotly.toImage(figure, { format, width, height, scale: format === "svg" ? 1 : scale });
          if (format === "svg") save(svg(url, picture), "image/svg+xml", name);
          else save(png(url, picture), "image/png", name);
          return "";
        } catch (error) {
          return `Your browser could not draw the picture (${error.message || error}): make it smaller.`;
        }
      },
    },
  });
})();
