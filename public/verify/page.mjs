// The verify page, once scripts run: the browser reads the log itself and proves what it says. Nothing is sent anywhere
// but the questions to this site; a file that is added stays here.

import { check, entryOf, Refused } from "./receipt.mjs";
import { Broken, Log, openCheckpoint, readKey, sha256 } from "./tlog.mjs";

const form = document.getElementById("form");
const field = document.getElementById("q");
const place = document.getElementById("verdict");
const button = form.querySelector("button");
/** SHA-256 of the file that was added, in hexadecimal digits. */
let fileHash = null;
let round = 0;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function show(holds, sentence, evidence, how) {
  const section = element("section", "", { class: "verdict", "data-holds": holds });
  const list = element("dl", "");
  for (const [name, value] of evidence) {
    const said = element("dd", value);
    if (value.startsWith(`${location.origin}/`)) said.replaceChildren(element("a", value, { href: value }));
    list.append(element("dt", name), said);
  }
  section.append(element("h2", sentence), list, element("p", how, { class: "how" }));
  place.replaceChildren(section);
}

async function ask(path) {
  const response = await fetch(path, { headers: { accept: "application/json" }, credentials: "omit" });
  return response.ok ? response.json() : null;
}

/** What was pasted: receipts, and the clip if there is one. */
async function read(text) {
  try {
    const { receipt } = JSON.parse(text);
    if (typeof receipt === "string") return { receipts: [receipt] };
  } catch {
    // No JSON: a link or a receipt.
  }
  const path = text.startsWith(location.origin) ? text.slice(location.origin.length) : text;
  const [, id] = /^(?:\/(?:c|embed|clips)\/)?([0-7][0-9a-hjkmnp-tv-z]{25})(?:[?#].*)?$/.exec(path) ?? [];
  if (id) {
    const found = await ask(`/api/v1/clips/${id}/receipt`);
    if (!found) {
      throw new Refused("Nothing of this clip can be seen in the log here. It was never published, or all who were in it have left.");
    }
    return { clip: id, receipts: found.receipts.map(({ receipt }) => receipt) };
  }
  if (text.split(".").length === 3 && !text.includes("/")) return { receipts: [text] };
  throw new Refused("This is neither a receipt nor the link of a clip on this site.");
}

/** The log, its newest checkpoint checked. */
async function openLog({ log }) {
  const bytes = async (path) => {
    const response = await fetch(`/log/${path}`, { credentials: "omit" });
    if (!response.ok) throw new Broken(`A part of the log is missing: ${path}.`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const note = new TextDecoder().decode(await bytes("checkpoint"));
  return new Log(await openCheckpoint(note, await readKey(log.vkey)), bytes);
}

async function shown(id) {
  const clip = await ask(`/api/v1/clips/${id}`);
  if (!clip) return [["Clip", "It is not on this site any more, or not yet."]];
  const cast = clip.cast.map(({ handle }) => `@${handle}`).join(", ");
  return [
    ["Published by", `${clip.creator.display_name} (@${clip.creator.handle})`],
    clip.character ? ["With", `${clip.character}, a character of ${cast}`] : ["With the understudy of", cast],
    ["Clip", clip.share],
  ];
}

const hour = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;

async function judge(text) {
  const keys = await ask("/.well-known/understudy.json");
  if (!keys) throw new Broken("The keys of this site cannot be read.");
  const { clip, receipts } = await read(text);
  const claims = [];
  for (const jws of receipts) {
    const claim = await check(jws, keys.jwks);
    if (claim.iss !== location.origin) throw new Refused(`This receipt is from ${claim.iss}. Open its verify page.`);
    if (clip && claim.clip !== clip) throw new Broken("The site gave the receipt of another clip.");
    claims.push(claim);
  }
  const log = await openLog(keys);
  const evidence = await shown(claims[0].clip);
  let [taken, whole, fits] = [false, true, false];
  for (const claim of claims) {
    if (claim.log !== log.checkpoint.origin) throw new Broken("The receipt names another log.");
    const standing = await log.standing(entryOf(claim), claim.index);
    taken ||= standing.withdrawn !== null;
    whole &&= standing.whole || standing.withdrawn !== null;
    fits ||= claim.sha256 === fileHash;
    evidence.push(
      ["Agreed under", `Version ${claim.policy} of the owner's rules`],
      ["In the log", `Entry ${claim.index} of ${claim.log}`],
      ["Hour", hour(claim.iat)],
      ["Taken back", standing.withdrawn === null ? (whole ? "No." : "Not in the part that was looked at.") : `Yes, by entry ${standing.withdrawn}.`],
      ["File (SHA-256)", claim.sha256],
    );
  }
  if (fileHash) evidence.push(["Your file", fits ? "It is the very file that was agreed to." : `It is another file: ${fileHash}`]);
  const sentence = taken ? "This was agreed to, and has been taken back since." : "This was agreed to, and it stands in the log.";
  const how = `Checked in your browser: the signatures, and the way from the entry to the root of a log of ${log.checkpoint.size} entries.`;
  const rest = whole ? "" : " Later entries were too many to look at all of them.";
  show(taken ? "withdrawn" : "yes", sentence, evidence, how + rest);
}

async function run() {
  const text = field.value.trim();
  if (!text) return;
  const mine = (round += 1);
  button.disabled = true;
  try {
    await judge(text);
  } catch (error) {
    if (mine !== round) return;
    if (error instanceof Refused || error instanceof Broken) show("no", error.message, [], "Checked in your browser.");
    else if (error.name === "NotSupportedError") show("no", "This browser cannot check these signatures.", [], "It has no Ed25519. Newer ones have.");
    else show("no", "This could not be checked.", [], "The site did not answer, or something broke on our side. Try again in a moment.");
  } finally {
    if (mine === round) button.disabled = false;
  }
}

/** A receipt that is added as a file goes into the field; any other file is compared. */
async function add(file) {
  if (file.size < 20_000) {
    const text = (await file.text()).trim();
    if (/^[\w.-]+$/.test(text) || text.startsWith("{")) {
      field.value = text;
      return run();
    }
  }
  const hash = await sha256(new Uint8Array(await file.arrayBuffer()));
  fileHash = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return run();
}

const label = element("label", "Compare a file, or drop one here ", { class: "file" });
const picker = element("input", "", { type: "file" });
label.append(picker);
form.querySelector(".actions").append(label);
picker.addEventListener("change", () => picker.files[0] && add(picker.files[0]));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over");
});
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  const file = event.dataTransfer.files[0];
  if (file) add(file);
});
/** A receipt behind the address: browsers send nothing of it anywhere. */
function linked() {
  const text = location.hash.slice(1);
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) field.value = text;
  return run();
}
addEventListener("hashchange", linked);
linked();
