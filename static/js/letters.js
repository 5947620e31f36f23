/* How many letters a small correction changes, counted while one types as the server counts them:
   the fewest that must go and come. All words come from the template. Contract:
   [data-letters=most] in a form is the line, data-text and data-over "{n}"; each field that counts
   says in data-was what it said before. */

const line = document.querySelector("[data-letters]");
const fields = line ? [...line.closest("form").querySelectorAll("[data-was]")] : [];
let timer;

function changed(before, after) {
  const [old, now] = [[...before], [...after]];
  let same = 0;
  while (same < Math.min(old.length, now.length) && old[same] === now[same]) same += 1;
  old.splice(0, same);
  now.splice(0, same);
  while (old.length && now.length && old.at(-1) === now.at(-1)) old.pop(), now.pop();
  const places = new Map();
  old.forEach((letter, place) => places.set(letter, (places.get(letter) ?? 0n) | (1n << BigInt(place))));
  const every = (1n << BigInt(old.length)) - 1n;
  let free = every;
  for (const letter of now) {
    const met = free & (places.get(letter) ?? 0n);
    free = ((free + met) | (free - met)) & every;
  }
  const kept = old.length - free.toString(2).replaceAll("0", "").length;
  return old.length + now.length - 2 * kept;
}

function tell() {
  const n = fields.reduce((sum, field) => sum + changed(field.dataset.was, field.value.trim()), 0);
  const over = n > Number(line.dataset.letters);
  line.textContent = n ? (over ? line.dataset.over : line.dataset.text).replace("{n}", n) : "";
  line.classList.toggle("late", over);
}

for (const field of fields)
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 300);
  });
