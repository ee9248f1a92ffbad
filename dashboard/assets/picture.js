/* A picture as a file: drawn by this browser, and given what it rests on as the server tells it. */
(() => {
  "use strict";

  /* The bounds of a free size; export.py holds to the same. */
  const MOST_SIDE = 8000;
  const MOST_PIXELS = 50e6;

  function unfit(width, height, scale) {
    if (![width, height, scale].every((one) => Number(one) > 0)) return "Give all three sizes.";
    if (Math.min(width, height) < 200) return "Give a width and a height of at least 200.";
    if (scale < 1 || scale > 4) return "Give a scale from 1 to 4.";
    const pixels = [width * scale, height * scale];
    if (Math.max(...pixels) > MOST_SIDE) return `At most ${MOST_SIDE} pixels a side: make it smaller.`;
    if (pixels[0] * pixels[1] > MOST_PIXELS) return "At most 50 million pixels in all: make it smaller.";
    return "";
  }

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

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    tradefacts_picture: {
      /* What the picture will measure, or why there will be none; whether the button rests; the three fields. */
      size(size, width, height, scale) {
        if (size !== "free") return ["", false, "sizes away"];
        const wrong = unfit(width, height, scale);
        return wrong ? [wrong, true, "sizes"] : [`${width * scale} × ${height * scale} pixels`, false, "sizes"];
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
