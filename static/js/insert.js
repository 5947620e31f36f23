/* Put text into a text box as if it had been typed: it can be undone, and whoever listens hears of it. */
export function insert(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(from, to);
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}

/* What would mean something in the words of a Markdown link. */
export const plain = (words) => words.trim().replace(/\s+/g, " ").replace(/[\\[\]]/g, "\\$&");
