/** What a local application can and cannot prevent, said plainly. */

export interface Attempt {
  what: string;
  effect: string;
  prevented: "yes" | "partly" | "no" | "evident";
}

export const HONESTY = {
  title: "What Starling can and cannot prevent",
  words: [
    "Starling runs on your own computer, with your rights, on data you may lawfully read. Nothing that runs there can hold back somebody who is set on it.",
    "So the promise is: accidents are prevented, ordinary shortcuts are blocked, anything further takes a deliberate act outside the application, and the record that remains can be checked by others.",
    "Every file leaves by one door that asks the agreements first. What it decides, and why, is in the log before the file has its name. The log is a chain of hashes under a signature; every package carries its latest checkpoint, so whoever holds a package can show later that the log was not rewritten.",
    "What remains in what you give out: somebody may know a text or a picture again and find its author in a web archive; spelling variants of names, names in pictures and ways of writing are not seen by any rule here.",
  ],
  columns: { what: "Attempt", effect: "What happens", prevented: "Prevented" },
  prevented: { yes: "yes", partly: "partly", no: "no", evident: "not here, but it shows" },
  attempts: [
    {
      what: "Split an export over days, or over several people of one place",
      effect: "The ledger adds up by person and by entity.",
      prevented: "yes",
    },
    {
      what: "Rename a recipient, or give a second address",
      effect: "The same key or ORCID is the same person; a new key and a new name are not.",
      prevented: "partly",
    },
    {
      what: "A second installation, a second computer",
      effect: "Each has its own ledger. An institution can ask for both logs; gaps in the numbers of packages show.",
      prevented: "no",
    },
    {
      what: "Rename columns, join, derive",
      effect:
        "Columns are known by their content, and finished bytes are searched for protected names and ids. What was re-encoded is not found.",
      prevented: "partly",
    },
    {
      what: "Call unhashed data public",
      effect: "Starling looks at the ids themselves and puts the stricter agreement in force.",
      prevented: "yes",
    },
    {
      what: "Attach a loose agreement of one’s own",
      effect: "The stricter rule wins; the package names the digest of every agreement.",
      prevented: "yes",
    },
    {
      what: "Edit the agreement file",
      effect: "Its digest is no longer the signed one. A new version must be signed, and the log says so.",
      prevented: "evident",
    },
    {
      what: "Copy and paste",
      effect: "Twenty rows at most, changed as the agreement says, and logged.",
      prevented: "partly",
    },
    { what: "Screenshots, a camera, retyping", effect: "Nothing happens.", prevented: "no" },
    {
      what: "Use the command line or a script",
      effect: "The same door with the same decision.",
      prevented: "yes",
    },
    {
      what: "Turn the clock back",
      effect: "The log’s last time is a floor: exports stop.",
      prevented: "yes",
    },
    {
      what: "Put an old backup in place",
      effect: "The counter in the keychain is ahead of it, and exports stop, unless both were put back.",
      prevented: "partly",
    },
    {
      what: "Rewrite the log and sign it again",
      effect: "The key is on this computer. Any checkpoint held elsewhere, in a package for instance, contradicts it.",
      prevented: "evident",
    },
    {
      what: "Change the program, or read its memory",
      effect: "You may read the data: no program can tell your reading from your taking.",
      prevented: "no",
    },
  ] satisfies Attempt[],
} as const;
