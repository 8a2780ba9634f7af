/*
 * Murrosapuri on any page: <script src="https://…/widget.js" async></script>
 *
 * A bubble and a chat panel in a shadow root. One file as it is written: no build, no other file,
 * no cookie, no address but the service's own, no markup made of text (so Trusted Types hold).
 * The attributes of the script tag are in README.md, the service's answers in /openapi.json.
 */
(() => {
  'use strict';

  /**
   * @typedef {{number: number, section: string, subsection: ?string, title: string, table: ?number,
   *   row: ?string, cells: ?Object<string, string>, figure: ?number, page: number, quote: string,
   *   url: string}} Citation
   * @typedef {{operation: string, operands: number[], result: number, unit: string,
   *   citations: number[]}} Computation
   * @typedef {{conversation_id: string, message_id: string, answer: string, answered: boolean,
   *   coverage: string, citations: Citation[], computed: Computation[], suggestions: string[],
   *   chart: ?string, notice: ?string}} Answer
   * @typedef {{element: HTMLElement, heading: HTMLElement, answer: HTMLElement, body: HTMLElement,
   *   question: string, text: string, line: ?HTMLElement, citations: Map<number, Citation>,
   *   hasFailed: boolean}} Turn
   */

  // ---- Words ---------------------------------------------------------------------------------

  const LABELS = {
    fi: {
      open: 'avaa keskustelu',
      close: 'Sulje keskustelu',
      opening: 'Hei! Vastaan kysymyksiin raportista ja näytän jokaisen väitteen lähteen. ' +
        'Jos raportti ei kerro asiasta, sanon sen.',
      privacy: 'Älä kirjoita henkilötietoja.',
      log: 'Viestit',
      box: 'Kirjoita kysymyksesi',
      send: 'Lähetä',
      stop: 'Pysäytä',
      searching: 'Etsin vastausta…',
      stillSearching: (s) => `Etsin yhä vastausta… ${s} s`,
      question: 'Kysymyksesi: ',
      answer: 'Vastaus: ',
      declined: 'Vastausta ei löytynyt',
      partial: 'Vastaus osaan kysymyksestä',
      notice: 'Huomaa: ',
      source: (n) => `Lähde ${n}`,
      sources: 'Lähteet',
      section: (n) => `luku ${n}`,
      table: (n) => `Taulukko ${n}`,
      figure: (n) => `Kuva ${n}`,
      page: (n) => `sivu ${n}`,
      read: 'Avaa raportissa',
      newTab: '(uusi välilehti)',
      computed: 'Näin luku on laskettu',
      difference: (a, result) => `Erotus luvuista ${a}: ${result}`,
      count: (a, result) => `Laskettu mukaan: ${a}. Määrä: ${result}`,
      result: (a, result) => `Laskettu luvuista ${a}: ${result}`,
      chart: 'Kaavio',
      chartLarge: 'Avaa kaavio isompana',
      suggestions: 'Voit jatkaa näin',
      copy: 'Kopioi',
      copied: 'Vastaus ja lähteet on kopioitu.',
      notCopied: 'Kopiointi ei onnistunut.',
      up: 'Vastauksesta oli apua',
      down: 'Vastauksesta ei ollut apua',
      reason: 'Kerro halutessasi, miksi',
      sendReason: 'Lähetä palaute',
      thanks: 'Kiitos palautteesta.',
      notRated: 'Palautetta ei saatu lähetettyä. Yritä uudelleen.',
      fresh: 'Uusi keskustelu',
      freshAsk: 'Aloitetaanko uusi keskustelu? Nykyisen voi poistaa palvelusta.',
      freshDelete: 'Poista nykyinen ja aloita uusi',
      freshKeep: 'Aloita uusi poistamatta',
      cancel: 'Peruuta',
      deleted: 'Keskustelu on poistettu.',
      notDeleted: 'Poistaminen ei onnistunut. Yritä uudelleen.',
      loading: 'Haen aiempaa keskustelua…',
      notLoaded: 'Aiempaa keskustelua ei saatu haettua.',
      again: 'Yritä uudelleen',
      wait: (time) => `Yritä uudelleen ${time} kuluttua.`,
      seconds: (n) => (n === 1 ? '1 sekunnin' : `${n} sekunnin`),
      minutes: (n) => (n === 1 ? '1 minuutin' : `${n} minuutin`),
      unfinished: 'Vastaus jäi kesken.',
      more: 'Koko vastaus on keskustelussa.',
      failures: {
        network: 'Palveluun ei saada yhteyttä. Tarkista verkkoyhteys.',
        cut: 'Yhteys katkesi ennen kuin vastaus oli valmis.',
        silent: 'Palvelu ei vastannut ajoissa.',
        stopped: 'Pysäytit vastauksen.',
        429: 'Kysymyksiä tuli liikaa lyhyessä ajassa.',
        503: 'Palvelu ei ole juuri nyt käytettävissä.',
        other: 'Vastausta ei saatu.',
      },
    },
    sv: {
      open: 'öppna chatten',
      close: 'Stäng chatten',
      opening: 'Hej! Jag svarar på frågor om rapporten och visar källan till varje påstående. ' +
        'Om rapporten inte berättar om saken säger jag det. Svaren är på finska.',
      privacy: 'Skriv inga personuppgifter.',
      log: 'Meddelanden',
      box: 'Skriv din fråga',
      send: 'Skicka',
      stop: 'Stoppa',
      searching: 'Söker svar…',
      stillSearching: (s) => `Söker fortfarande svar… ${s} s`,
      question: 'Din fråga: ',
      answer: 'Svar: ',
      declined: 'Inget svar hittades',
      partial: 'Svar på en del av frågan',
      notice: 'Obs: ',
      source: (n) => `Källa ${n}`,
      sources: 'Källor',
      section: (n) => `kapitel ${n}`,
      table: (n) => `Tabell ${n}`,
      figure: (n) => `Figur ${n}`,
      page: (n) => `sida ${n}`,
      read: 'Öppna i rapporten',
      newTab: '(ny flik)',
      computed: 'Så har talet räknats ut',
      difference: (a, result) => `Skillnaden mellan ${a}: ${result}`,
      count: (a, result) => `Medräknade: ${a}. Antal: ${result}`,
      result: (a, result) => `Uträknat av ${a}: ${result}`,
      chart: 'Diagram',
      chartLarge: 'Öppna diagrammet större',
      suggestions: 'Så kan du fortsätta',
      copy: 'Kopiera',
      copied: 'Svaret och källorna har kopierats.',
      notCopied: 'Kopieringen misslyckades.',
      up: 'Svaret var till hjälp',
      down: 'Svaret var inte till hjälp',
      reason: 'Berätta gärna varför',
      sendReason: 'Skicka respons',
      thanks: 'Tack för din respons.',
      notRated: 'Responsen kunde inte skickas. Försök igen.',
      fresh: 'Ny konversation',
      freshAsk: 'Vill du börja en ny konversation? Den nuvarande kan raderas från tjänsten.',
      freshDelete: 'Radera och börja en ny',
      freshKeep: 'Börja en ny utan att radera',
      cancel: 'Avbryt',
      deleted: 'Konversationen har raderats.',
      notDeleted: 'Raderingen misslyckades. Försök igen.',
      loading: 'Hämtar den tidigare konversationen…',
      notLoaded: 'Den tidigare konversationen kunde inte hämtas.',
      again: 'Försök igen',
      wait: (time) => `Försök igen om ${time}.`,
      seconds: (n) => (n === 1 ? '1 sekund' : `${n} sekunder`),
      minutes: (n) => (n === 1 ? '1 minut' : `${n} minuter`),
      unfinished: 'Svaret blev inte färdigt.',
      more: 'Hela svaret finns i chatten.',
      failures: {
        network: 'Det går inte att få kontakt med tjänsten. Kontrollera nätförbindelsen.',
        cut: 'Förbindelsen bröts innan svaret var färdigt.',
        silent: 'Tjänsten svarade inte i tid.',
        stopped: 'Du stoppade svaret.',
        429: 'För många frågor på kort tid.',
        503: 'Tjänsten är inte tillgänglig just nu.',
        other: 'Inget svar kunde fås.',
      },
    },
    en: {
      open: 'open chat',
      close: 'Close chat',
      opening: 'Hello! I answer questions about the report and show the source of every claim. ' +
        'If the report does not say, I tell you so. Answers are in Finnish.',
      privacy: 'Do not write personal data.',
      log: 'Messages',
      box: 'Write your question',
      send: 'Send',
      stop: 'Stop',
      searching: 'Looking for an answer…',
      stillSearching: (s) => `Still looking for an answer… ${s} s`,
      question: 'Your question: ',
      answer: 'Answer: ',
      declined: 'No answer was found',
      partial: 'Answer to a part of the question',
      notice: 'Note: ',
      source: (n) => `Source ${n}`,
      sources: 'Sources',
      section: (n) => `section ${n}`,
      table: (n) => `Table ${n}`,
      figure: (n) => `Figure ${n}`,
      page: (n) => `page ${n}`,
      read: 'Open in the report',
      newTab: '(new tab)',
      computed: 'How the figure was computed',
      difference: (a, result) => `Difference of ${a}: ${result}`,
      count: (a, result) => `Counted: ${a}. Number: ${result}`,
      result: (a, result) => `Computed from ${a}: ${result}`,
      chart: 'Chart',
      chartLarge: 'Open a larger chart',
      suggestions: 'You can go on with',
      copy: 'Copy',
      copied: 'The answer and its sources were copied.',
      notCopied: 'Copying failed.',
      up: 'The answer helped',
      down: 'The answer did not help',
      reason: 'Tell us why, if you like',
      sendReason: 'Send feedback',
      thanks: 'Thank you for your feedback.',
      notRated: 'Your feedback could not be sent. Try again.',
      fresh: 'New conversation',
      freshAsk: 'Start a new conversation? The present one can be deleted from the service.',
      freshDelete: 'Delete and start anew',
      freshKeep: 'Start anew without deleting',
      cancel: 'Cancel',
      deleted: 'The conversation was deleted.',
      notDeleted: 'Deleting failed. Try again.',
      loading: 'Fetching the earlier conversation…',
      notLoaded: 'The earlier conversation could not be fetched.',
      again: 'Try again',
      wait: (time) => `Try again in ${time}.`,
      seconds: (n) => (n === 1 ? '1 second' : `${n} seconds`),
      minutes: (n) => (n === 1 ? '1 minute' : `${n} minutes`),
      unfinished: 'The answer was not finished.',
      more: 'The whole answer is in the chat.',
      failures: {
        network: 'The service cannot be reached. Check your network connection.',
        cut: 'The connection broke before the answer was ready.',
        silent: 'The service did not answer in time.',
        stopped: 'You stopped the answer.',
        429: 'Too many questions in a short time.',
        503: 'The service is not available just now.',
        other: 'No answer could be got.',
      },
    },
  };

  // ---- Settings: the attributes of the script tag ---------------------------------------------

  const SCRIPT = /** @type {?HTMLScriptElement} */ (document.currentScript);
  const TAG = 'murros-apuri';
  if (!SCRIPT || document.querySelector(TAG)) return; // once a page is enough

  const SERVICE = new URL(SCRIPT.src).origin;
  const SETTINGS = readSettings(SCRIPT.dataset);
  const SAY = LABELS[SETTINGS.lang];
  const NUMBERS = new Intl.NumberFormat('fi');

  const MESSAGE_MAX_CHARS = 8000; // as the service takes
  const REASON_MAX_CHARS = 1000; // likewise
  const SPOKEN_MAX_CHARS = 1200; // a screen reader cannot skip within an announcement
  const SILENCE_MAX_MS = 45000; // the service sends a sign of life every 15 s at least
  const WHOLE_MAX_MS = 120000; // a whole answer comes without such signs
  const LONG_MS = 5000; // after which the wait is counted aloud on screen
  const MARK_OR_ADDRESS = /\[(\d{1,3})\]|https?:\/\/[^\s”"<>]*[^\s”"<>.,;:!?)]/g;
  // The panel fills a window that is narrow, or low, as at 400 % zoom.
  const FULL = '(max-width: 479px), (max-height: 449px)';
  const ROOMY = '(min-width: 1024px)'; // here a page has room beside a panel that nobody opened

  /** @param {DOMStringMap} data */
  function readSettings(data) {
    const pick = (value, known, otherwise) => (known.includes(value) ? value : otherwise);
    const pageLang = document.documentElement.lang.slice(0, 2);
    const lang = pick(data.lang ?? pageLang, Object.keys(LABELS), 'fi');
    return {
      lang,
      title: data.title?.trim() || 'Murrosapuri',
      opening: data.opening?.trim() || LABELS[lang].opening,
      colour: readColour(data.color) ?? [10, 77, 140],
      position: pick(data.position, ['left', 'right'], 'right'),
      theme: pick(data.theme, ['auto', 'light', 'dark'], 'auto'),
      isWhole: 'whole' in data && data.whole !== 'false',
      isOpen: 'open' in data && data.open !== 'false',
    };
  }

  // ---- Colours: any accent is made readable on both themes (WCAG 2.2, 1.4.3) ------------------

  /** Return red, green and blue (0–255) of `#rgb` or `#rrggbb`, null for anything else. */
  function readColour(/** @type {string | undefined} */ text) {
    const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text?.trim() ?? '')?.[1];
    if (!hex) return null;
    const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((place) => parseInt(long.slice(place, place + 2), 16));
  }

  /** Return relative luminance, 0 (black) to 1 (white); formula: WCAG 2.2, "relative luminance". */
  function luminance(/** @type {number[]} */ rgb) {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(/** @type {number[]} */ one, /** @type {number[]} */ other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  /** Return a colour moved towards `end` (0 or 255) until text of it can be read on `paper`. */
  function readable(/** @type {number[]} */ rgb, /** @type {number[]} */ paper, end) {
    let found = rgb;
    for (let step = 1; contrast(found, paper) < 4.6 && step <= 20; step += 1) {
      found = rgb.map((value) => Math.round(value + ((end - value) * step) / 20));
    }
    return `rgb(${found.join(' ')})`;
  }

  // ---- Style ---------------------------------------------------------------------------------

  const LIGHT_SOFT = [241, 243, 247];
  const DARK_SOFT = [42, 46, 54];
  const LIGHT = `color-scheme: light; --ink: #1a1a24; --quiet: #4c4c5c; --paper: #fff;
    --soft: rgb(${LIGHT_SOFT.join(' ')}); --line: #767686; --faint: #d5d8df; --bad: #a1201c;
    --accent: ${readable(SETTINGS.colour, LIGHT_SOFT, 0)};
    --head: var(--accent); --on-head: var(--paper);`;
  const DARK = `color-scheme: dark; --ink: #eceef2; --quiet: #bcc1cb; --paper: #1b1e24;
    --soft: rgb(${DARK_SOFT.join(' ')}); --line: #8d93a0; --faint: #444a56; --bad: #ff9d96;
    --accent: ${readable(SETTINGS.colour, DARK_SOFT, 255)};
    --head: var(--soft); --on-head: var(--ink);`;

  const STYLE = `
    :host { all: initial !important; position: fixed !important; z-index: 2147483000 !important;
      direction: ltr !important; }
    *, *::before, *::after { box-sizing: border-box; }
    [hidden] { display: none !important; }
    .root { ${LIGHT} font: max(1rem, 16px)/1.5 system-ui, sans-serif; color: var(--ink); }
    .root[data-theme="dark"] { ${DARK} }
    @media (prefers-color-scheme: dark) { .root[data-theme="auto"] { ${DARK} } }
    .hidden { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden;
      clip-path: inset(50%); white-space: nowrap; }

    button, textarea { font: inherit; color: inherit; }
    button { min-height: 2em; margin: 0; padding: 0.25em 0.75em; border: 1px solid var(--line);
      border-radius: 6px; background: var(--paper); cursor: pointer; }
    button:hover { background: var(--soft); }
    a { color: var(--accent); }
    a:focus-visible, button:focus-visible, textarea:focus-visible, summary:focus-visible,
    .log:focus-visible, .question:focus-visible {
      outline: 3px solid var(--accent); outline-offset: 2px; }
    .log:focus-visible { outline-offset: -3px; }
    svg { width: 1.25em; height: 1.25em; fill: none; stroke: currentColor; stroke-width: 2;
      stroke-linecap: round; stroke-linejoin: round; }

    .bubble { position: fixed; bottom: 16px; display: flex; align-items: center; gap: 0.5em;
      max-width: calc(100vw - 32px); min-height: 3.25em; padding: 0.5em 1.1em;
      border: 2px solid var(--paper); border-radius: 2em; background: var(--accent);
      color: var(--paper); font-weight: 600; text-align: left; overflow-wrap: anywhere;
      box-shadow: 0 2px 10px rgb(0 0 0 / 0.3); }
    .bubble svg { flex: none; }
    .bubble:hover { background: var(--accent); text-decoration: underline; }
    [data-position="right"] .bubble, [data-position="right"] .panel { right: 16px; left: auto; }
    [data-position="left"] .bubble, [data-position="left"] .panel { left: 16px; right: auto; }

    .panel { position: fixed; inset: auto; bottom: 16px; flex-direction: column; margin: 0;
      padding: 0; width: min(27em, 100vw - 32px); max-width: none;
      height: min(43em, 100vh - 32px); height: min(43em, 100dvh - 32px); max-height: none;
      overflow: clip; border: 1px solid var(--line); border-radius: 10px;
      background: var(--paper); color: inherit; box-shadow: 0 6px 30px rgb(0 0 0 / 0.25); }
    .panel[open] { display: flex; }
    .panel::backdrop { background: none; }
    .head { display: flex; align-items: center; gap: 0.5em; padding: 0.5em 0.5em 0.5em 1em;
      background: var(--head); color: var(--on-head); }
    .head h2 { flex: 1; margin: 0; font-size: 1.0625em; line-height: 1.3; overflow-wrap: anywhere; }
    .head button { flex: none; min-width: 2.25em; min-height: 2.25em; padding: 0.25em 0.5em;
      border-color: transparent; background: none; color: inherit; }
    .head button:hover { border-color: currentColor; }
    .head button:focus-visible { outline-color: var(--on-head); outline-offset: -2px; }
    .head svg { display: block; margin: auto; }
    .fresh { font-size: 0.875em; }
    .confirm { padding: 0.75em 1em; border-bottom: 1px solid var(--faint);
      background: var(--soft); }
    .confirm p { margin: 0 0 0.5em; }
    .row { display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; }

    .log { position: relative; flex: 1; min-height: 0; overflow-y: auto; padding: 1em;
      overscroll-behavior: contain; overflow-wrap: anywhere; }
    .log p { margin: 0 0 0.6em; }
    .opening { color: var(--quiet); }
    .turn { margin-top: 1em; }
    .question { width: fit-content; max-width: 88%; margin: 0 0 0.75em auto; padding: 0.5em 0.9em;
      border-radius: 10px 10px 2px 10px; background: var(--soft); border: 1px solid var(--faint);
      font-size: 1em; font-weight: 400; white-space: pre-line; }
    .answer { padding-left: 0.9em; border-left: 4px solid var(--accent); }
    .declined { border-left: 4px dashed var(--line); }
    .failed { border-left-color: var(--bad); }
    .stopped { border-left-color: var(--line); }
    .verdict { font-weight: 600; }
    .body ul { margin: 0 0 0.6em; padding-left: 1.2em; }
    .body li { margin-bottom: 0.25em; }
    .note { padding: 0.4em 0.75em; border: 1px solid var(--faint); border-radius: 6px;
      background: var(--soft); font-size: 0.9375em; }
    .error { color: var(--bad); }
    .pending { color: var(--quiet); }
    .dots::after { content: ''; display: inline-block; width: 0.5em; height: 0.5em;
      margin-left: 0.5em; border-radius: 50%; background: var(--accent);
      animation: pulse 1.2s ease-in-out infinite; }
    @keyframes pulse { 50% { opacity: 0.2; } }

    .mark { min-width: 24px; min-height: 24px; padding: 0 0.35em; border-color: var(--accent);
      border-radius: 4px; color: var(--accent); font-size: 0.8125em; font-weight: 600;
      line-height: 22px; vertical-align: baseline; }
    .mark[aria-expanded="true"] { background: var(--accent); color: var(--paper); }
    .source { margin: 0.35em 0 0.75em; padding: 0.6em 0.75em; border-radius: 6px;
      border: 1px solid var(--faint); background: var(--soft); font-size: 0.9375em; }
    .source blockquote { margin: 0 0 0.4em; padding-left: 0.75em;
      border-left: 3px solid var(--line); }
    .source p { margin: 0; }
    .place { color: var(--quiet); }
    .source a { display: inline-block; padding: 0.15em 0; }
    details { margin: 0 0 0.6em; font-size: 0.9375em; }
    summary { width: fit-content; min-height: 24px; color: var(--accent); cursor: pointer; }
    .chart { margin: 0 0 0.6em; font-size: 0.875em; }
    .chart a { display: inline-block; min-height: 24px; }
    .chart img { display: block; max-width: 100%; min-height: 24px; padding: 4px;
      border: 1px solid var(--faint); border-radius: 6px; background: #fff; color: #1a1a24; }
    .chips { display: flex; flex-direction: column; gap: 0.4em; align-items: flex-start;
      margin: 0 0 0.75em; padding: 0; list-style: none; }
    .chips button { padding: 0.3em 0.8em; border-color: var(--accent); border-radius: 1.1em;
      color: var(--accent); font-size: 0.9375em; text-align: left; }
    .label { color: var(--quiet); font-size: 0.875em; }
    .tools { margin-bottom: 0.5em; }
    .tools button { display: inline-flex; align-items: center; min-width: 2.25em; color: var(--quiet);
      justify-content: center; border-color: var(--faint); font-size: 0.875em; }
    .tools button[aria-pressed="true"] { border-color: var(--accent); background: var(--accent);
      color: var(--paper); }
    .told { color: var(--quiet); font-size: 0.875em; }
    .reason label { display: block; margin-bottom: 0.25em; font-size: 0.875em; }
    .reason button { margin: 0.4em 0 0.6em; }

    textarea { display: block; width: 100%; padding: 0.5em 0.65em; border: 1px solid var(--line);
      border-radius: 6px; background: var(--paper); resize: none; field-sizing: content;
      min-height: 3.2em; max-height: 9em; overflow-wrap: anywhere; }
    textarea::placeholder { color: var(--quiet); opacity: 1; }
    .ask { padding: 0.75em 1em; border-top: 1px solid var(--faint); }
    .ask .row { margin-top: 0.5em; justify-content: space-between; }
    .ask .label { margin: 0; }
    .main { border-color: var(--accent); background: var(--accent); color: var(--paper);
      font-weight: 600; }
    .main:hover { background: var(--accent); text-decoration: underline; }

    @media ${FULL} {
      .root .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
    }
    @media (max-height: 449px) {
      .panel[open] { display: block; overflow-y: auto; }
      .log { overflow: visible; }
    }
    @media (max-width: 479px) { .fresh { max-width: 6.5em; line-height: 1.2; } }
    @media (prefers-reduced-motion: reduce) { .dots::after { animation: none; } }
    @media (forced-colors: active) {
      .head { border-bottom: 1px solid; }
      .head button, .bubble { border-color: ButtonText; }
      .mark[aria-expanded="true"], .tools button[aria-pressed="true"], .main {
        forced-color-adjust: none; border-color: Highlight; background: Highlight;
        color: HighlightText; }
      .dots::after { background: CanvasText; }
      .answer { border-left-color: CanvasText; }
    }
    @media print { .root { display: none; } }`;

  const ICONS = {
    chat: 'M4 4h16v12H9l-5 4z M8 9h8 M8 12h5',
    close: 'M6 6l12 12 M18 6L6 18',
    up: 'M7 11v9H4v-9z M7 11l4-8c1.6 0 2.4 1 2.2 2.5L12.700 9H19a1.800 1.800 0 0 1 1.800 2.200l-1.500 7A2.200 2.200 0 0 1 17.200 20H7',
    down: 'M17 13V4h3v9z M17 13l-4 8c-1.600 0-2.400-1-2.200-2.500l.500-3.500H5a1.800 1.800 0 0 1-1.800-2.200l1.500-7A2.200 2.200 0 0 1 6.800 4H17',
  };

  // ---- Elements ------------------------------------------------------------------------------

  /**
   * Make an element: text and names only, never markup. A function among the attributes listens
   * to the event of its name.
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Object<string, string | number | boolean | null | ((event: any) => unknown)>} attributes
   * @param {...(Node | string | null)} children
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'function') element.addEventListener(name, value);
      else if (value === true) element.setAttribute(name, '');
      else if (value !== false && value !== null) element.setAttribute(name, String(value));
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  function makeIcon(/** @type {string} */ name) {
    const [svg, path] = ['svg', 'path'].map((tag) =>
      document.createElementNS('http://www.w3.org/2000/svg', tag));
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    path.setAttribute('d', ICONS[name]);
    svg.append(path);
    return svg;
  }

  /** Return a link into another tab; a text where it leads to no web page. */
  function makeLink(/** @type {string} */ address, /** @type {string} */ text) {
    if (!/^https?:\/\//.test(address)) return document.createTextNode(text);
    return make('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, text,
      make('span', { class: 'hidden' }, ` ${SAY.newTab}`));
  }

  /** Return the whole address of a page of the service, null where it is not the service's. */
  function ownAddress(/** @type {?string} */ path) {
    if (!path) return null;
    try {
      const url = new URL(path, SERVICE);
      return url.origin === SERVICE ? url.href : null;
    } catch {
      return null;
    }
  }

  let lastId = 0;
  const newId = () => `m${(lastId += 1)}`;

  // ---- What the browser keeps: the conversation's id, the open panel, what was being typed ------

  const KEY = `murros:${SERVICE}`;

  function recall(/** @type {'localStorage' | 'sessionStorage'} */ store, name) {
    try {
      return window[store].getItem(`${KEY}:${name}`) ?? '';
    } catch {
      return ''; // storage is off: the conversation lasts as long as the page
    }
  }

  function remember(/** @type {'localStorage' | 'sessionStorage'} */ store, name, value) {
    try {
      if (value) window[store].setItem(`${KEY}:${name}`, value);
      else window[store].removeItem(`${KEY}:${name}`);
    } catch {
      // as above
    }
  }

  // ---- The service ---------------------------------------------------------------------------

  /** Why there is no answer: `kind` is a key of the labels' `failures`, or a status. */
  class Failure extends Error {
    constructor(/** @type {string | number} */ kind, detail = '', waitS = 0) {
      super(detail || String(kind));
      this.kind = kind;
      this.detail = detail;
      this.waitS = waitS;
    }

    /** Return what a reader is told. */
    get text() {
      const known = SAY.failures[this.kind];
      const told = known ?? (SETTINGS.lang === 'fi' && this.detail) ?? '';
      const time = this.waitS > 90
        ? SAY.minutes(Math.ceil(this.waitS / 60))
        : SAY.seconds(this.waitS);
      return [told || SAY.failures.other, this.waitS ? SAY.wait(time) : ''].join(' ').trim();
    }
  }

  /**
   * Send a request; no cookies go with it.
   * @returns {Promise<Response>}
   */
  async function request(method, path, body = undefined, signal = undefined) {
    let response;
    try {
      response = await fetch(SERVICE + path, {
        method,
        signal,
        body: body && JSON.stringify(body),
        headers: body ? { 'Content-Type': 'application/json' } : {},
        credentials: 'omit',
        cache: 'no-store',
      });
    } catch {
      throw signal?.aborted ? signal.reason : new Failure('network');
    }
    if (!response.ok) throw await readFailure(response);
    return response;
  }

  async function readFailure(/** @type {Response} */ response) {
    const problem = await response.json().catch(() => ({}));
    const after = response.headers.get('Retry-After') ?? '';
    const waitS = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
    const detail = typeof problem.detail === 'string' ? problem.detail : '';
    return new Failure(response.status, detail, Math.max(0, Math.ceil(waitS || 0)));
  }

  /**
   * Yield the events of a stream (HTML Standard, 9.2): comments and what is no event are passed by.
   * `heard` is called for all that comes, comments too.
   */
  async function* readEvents(/** @type {Response} */ response, heard) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        heard();
        const blocks = (rest + value).split(/\r\n\r\n|\n\n|\r\r/);
        rest = blocks.pop();
        yield* blocks.map(parseEvent).filter((event) => event.data);
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  }

  function parseEvent(/** @type {string} */ block) {
    const event = { name: 'message', data: '' };
    for (const line of block.split(/\r\n|\n|\r/)) {
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
      if (field === 'event') event.name = value;
      if (field === 'data') event.data += value;
    }
    return event;
  }

  /**
   * Ask and write sentences as they come; return the whole answer.
   * @returns {Promise<Answer>}
   */
  async function askInStream(turn, body, controller) {
    const silence = startSilence(controller, SILENCE_MAX_MS);
    try {
      const response = await request('POST', '/api/chat/stream', body, controller.signal);
      for await (const { name, data } of readEvents(response, silence.restart)) {
        const found = JSON.parse(data);
        if (name === 'start') keepConversation(found.conversation_id);
        if (name === 'citation') turn.citations.set(found.number, found);
        if (name === 'sentence') {
          writeText(turn, found.text);
          keepInSight(turn);
        }
        if (name === 'error') throw new Failure(found.status, found.detail);
        if (name === 'done') return found;
      }
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      throw error instanceof Failure ? error : new Failure('cut');
    } finally {
      silence.end();
    }
    throw new Failure('cut');
  }

  /** Ask and return the whole answer, as one that is not shown in pieces. */
  async function askWhole(turn, body, controller) {
    const silence = startSilence(controller, WHOLE_MAX_MS);
    try {
      const response = await request('POST', '/api/chat', body, controller.signal);
      const answer = await response.json();
      keepConversation(answer.conversation_id);
      return answer;
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      throw error instanceof Failure ? error : new Failure('cut');
    } finally {
      silence.end();
    }
  }

  /** Give up when nothing has come for so long. */
  function startSilence(/** @type {AbortController} */ controller, limitMs) {
    let timer = 0;
    const end = () => clearTimeout(timer);
    const restart = () => {
      end();
      timer = setTimeout(() => controller.abort(new Failure('silent')), limitMs);
    };
    restart();
    return { restart, end };
  }

  // ---- Writing an answer ---------------------------------------------------------------------

  /** Write more of an answer: paragraphs, lists (`- `), markers as buttons. */
  function writeText(/** @type {Turn} */ turn, /** @type {string} */ text) {
    turn.text += text;
    text.split('\n').forEach((line, place) => {
      if (place) turn.line = null;
      if (!turn.line && !line.trim()) return;
      const isItem = !turn.line && line.trimStart().startsWith('- ');
      turn.line ??= openLine(turn.body, isItem);
      writeLine(turn, turn.line, isItem ? line.trimStart().slice(2) : line);
    });
  }

  function openLine(/** @type {HTMLElement} */ body, /** @type {boolean} */ isItem) {
    if (!isItem) return body.appendChild(make('p'));
    const last = body.lastElementChild;
    const list = last?.tagName === 'UL' ? last : body.appendChild(make('ul'));
    return list.appendChild(make('li'));
  }

  function writeLine(/** @type {Turn} */ turn, /** @type {HTMLElement} */ line, text) {
    let end = 0;
    for (const found of text.matchAll(MARK_OR_ADDRESS)) {
      const citation = turn.citations.get(Number(found[1]));
      if (found[1] && !citation) continue;
      line.append(bind(text.slice(end, found.index)));
      line.append(citation ? makeMark(citation, line) : makeLink(found[0], found[0]));
      end = found.index + found[0].length;
    }
    line.append(bind(text.slice(end)));
  }

  /** Keep a number and its unit on one line. */
  const bind = (/** @type {string} */ text) => text.replace(/(\d) (?=[%€])/g, '$1\u00a0');

  /** Return a citation's button, which unfolds its source below the line that it stands in. */
  function makeMark(/** @type {Citation} */ citation, /** @type {HTMLElement} */ line) {
    const name = [SAY.source(citation.number), ...shortPlace(citation)].join(', ');
    const source = makeSource(citation);
    const mark = make('button', {
      type: 'button', class: 'mark', 'aria-label': name, 'aria-expanded': 'false',
      click: () => {
        const isOpen = mark.getAttribute('aria-expanded') === 'true';
        mark.setAttribute('aria-expanded', String(!isOpen));
        if (isOpen) {
          source.remove();
          mark.removeAttribute('aria-controls');
          return;
        }
        mark.setAttribute('aria-controls', source.id);
        if (line.tagName === 'LI') line.append(source);
        else line.after(source);
        source.scrollIntoView({ block: 'nearest' });
      },
    }, String(citation.number));
    return mark;
  }

  function makeSource(/** @type {Citation} */ citation) {
    const address = ownAddress(citation.url);
    return make('div', {
      id: newId(), class: 'source', role: 'group', 'aria-label': SAY.source(citation.number),
    },
    make('blockquote', { lang: 'fi' }, bind(citation.quote)),
    make('p', { class: 'place' }, longPlace(citation)),
    address && make('p', {}, makeLink(address, SAY.read)));
  }

  /** Return where a citation stands, as it is spoken: table, figure or section, and page. */
  function shortPlace(/** @type {Citation} */ citation) {
    const { table, figure, section, subsection, title } = citation;
    const unnumbered = section === '0' ? subsection ?? title : SAY.section(section);
    const place = table !== null ? SAY.table(table)
      : figure !== null ? SAY.figure(figure) : unnumbered;
    return [place, SAY.page(citation.page)];
  }

  /** Return where a citation stands, with all its titles. */
  function longPlace(/** @type {Citation} */ citation) {
    const { table, figure, section, subsection, title } = citation;
    const isNumbered = table === null && section !== '0';
    return [
      isNumbered ? `${section}. ${title}` : title,
      subsection,
      figure !== null && SAY.figure(figure),
      SAY.page(citation.page),
    ].filter(Boolean).join(', ');
  }

  /** Lay out all that comes with a whole answer. */
  function writeAnswer(/** @type {Turn} */ turn, /** @type {Answer} */ answer, rating = null) {
    answer.citations.forEach((citation) => turn.citations.set(citation.number, citation));
    if (turn.text !== answer.answer) {
      turn.body.replaceChildren();
      Object.assign(turn, { text: '', line: null });
      writeText(turn, answer.answer);
    }
    turn.answer.classList.toggle('declined', !answer.answered);
    const verdict = verdictOf(answer);
    if (verdict) turn.body.before(make('p', { class: 'verdict' }, verdict));
    if (answer.chart) turn.answer.append(...makeChart(answer));
    turn.answer.append(...answer.computed.map((computed) => makeComputation(turn, computed)));
    if (answer.notice) turn.answer.append(makeNote(SAY.notice, answer.notice));
    turn.answer.append(makeTools(answer, rating));
    turn.answer.append(...makeSuggestions(answer.suggestions));
  }

  /** Return what sets an answer apart from a whole one, "" for a whole one. */
  function verdictOf(/** @type {Answer} */ answer) {
    if (!answer.answered) return SAY.declined;
    return answer.coverage === 'partial' ? SAY.partial : '';
  }

  function makeNote(/** @type {string} */ label, text = '') {
    return make('p', { class: 'note' }, label, text && make('span', { lang: 'fi' }, text));
  }

  /** Return the picture of the figures; its alternative tells the figures that are cited. */
  function makeChart(/** @type {Answer} */ answer) {
    const address = ownAddress(answer.chart);
    if (!address) return [];
    const rows = answer.citations.filter((citation) => citation.cells).map((citation) => {
      const cells = Object.entries(citation.cells).map(([column, value]) => `${column} ${value}`);
      return `${citation.row}: ${cells.join(', ')}`;
    });
    const alt = [SAY.chart, ...rows].join('. ');
    return [make('div', { class: 'chart' }, make('img', { src: address, alt, lang: 'fi' }),
      makeLink(address, SAY.chartLarge))];
  }

  function makeComputation(/** @type {Turn} */ turn, /** @type {Computation} */ computed) {
    const marks = computed.citations.map((number) => `[${number}]`).join(' ');
    const line = make('p');
    writeLine(turn, line, `${describe(computed)} ${marks}`.trim());
    return make('details', {}, make('summary', {}, SAY.computed), line);
  }

  function describe(/** @type {Computation} */ { operation, operands, result, unit }) {
    const write = (/** @type {number} */ value) => {
      const text = NUMBERS.format(value);
      return value < 0 ? `(${text})` : text;
    };
    const total = `${NUMBERS.format(result)} ${unit}`.trim();
    const terms = operands.map(write);
    if (operation === 'sum' || operation === 'total') return `${terms.join(' + ')} = ${total}`;
    if (operation === 'average') {
      return `(${terms.join(' + ')}) / ${operands.length} = ${total}`;
    }
    if (operation === 'difference' && Math.abs(operands[0] - operands[1]) === result) {
      const [high, low] = [...operands].sort((a, b) => b - a).map(write);
      return `${high} − ${low} = ${total}`;
    }
    return (SAY[operation === 'count' ? 'count' : 'result'])(terms.join('; '), total);
  }

  function makeSuggestions(/** @type {string[]} */ suggestions) {
    if (!suggestions.length) return [];
    const id = newId();
    const chips = suggestions.map((text) =>
      make('li', {}, make('button', { type: 'button', lang: 'fi', click: () => ask(text) }, text)));
    return [make('div', { class: 'more' }, make('p', { id, class: 'label' }, SAY.suggestions),
      make('ul', { class: 'chips', role: 'list', 'aria-labelledby': id }, ...chips))];
  }

  /** Return an answer as it is announced: without markers, with the titles of its sources. */
  function spoken(/** @type {Answer} */ answer) {
    const text = answer.answer.replace(/\s*\[\d{1,3}\]/g, '').replace(/\n(- )?/g, ' ');
    const isCut = text.length > SPOKEN_MAX_CHARS;
    const titles = new Set(answer.citations.map(longPlace));
    const verdict = verdictOf(answer);
    return [
      verdict && `${verdict}.`,
      isCut ? `${text.slice(0, SPOKEN_MAX_CHARS)}… ${SAY.more}` : text,
      answer.notice ? SAY.notice + answer.notice : '',
      titles.size ? `${SAY.sources}: ${[...titles].slice(0, 5).join('; ')}.` : '',
    ].filter(Boolean).join(' ');
  }

  // ---- Copying and feedback ------------------------------------------------------------------

  function makeTools(/** @type {Answer} */ answer, /** @type {?string} */ rating) {
    const told = make('span', { class: 'told' });
    const tell = (/** @type {string} */ text) => {
      told.textContent = text;
      announce(text);
    };
    const copy = make('button', {
      type: 'button', click: async () => tell(await copyText(copyOf(answer), copy)),
    }, SAY.copy);
    const judge = makeJudge(answer.message_id, rating, tell);
    return make('div', {},
      make('div', { class: 'row tools' }, copy, ...judge.buttons, told), judge.reason);
  }

  /** Return the buttons of a judgement, and the form of its reason. */
  function makeJudge(/** @type {string} */ id, /** @type {?string} */ rating, tell) {
    const send = async (/** @type {object} */ body) => {
      try {
        await request('POST', `/api/messages/${encodeURIComponent(id)}/feedback`, body);
        tell(SAY.thanks);
        return true;
      } catch {
        tell(SAY.notRated);
        return false;
      }
    };
    const press = () => buttons.forEach((button) =>
      button.setAttribute('aria-pressed', String(button.name === rating)));
    const buttons = ['up', 'down'].map((value) => make('button', {
      type: 'button', name: value, 'aria-label': SAY[value], title: SAY[value],
      click: async () => {
        if (!await send({ rating: value })) return;
        rating = value;
        press();
        reason.hidden = false;
      },
    }, makeIcon(value)));
    const box = make('textarea', { id: newId(), rows: 2, maxlength: REASON_MAX_CHARS });
    const reason = make('form', {
      class: 'reason', hidden: true,
      submit: async (event) => {
        event.preventDefault();
        if (!await send({ rating, reason: box.value.trim() })) return;
        buttons.find((button) => button.name === rating).focus();
        reason.hidden = true;
      },
    }, make('label', { for: box.id }, SAY.reason), box, make('button', {}, SAY.sendReason));
    press();
    return { buttons, reason };
  }

  function copyOf(/** @type {Answer} */ answer) {
    const sources = answer.citations.map((citation) =>
      `[${citation.number}] ${longPlace(citation)}: ”${citation.quote}” ` +
      `${ownAddress(citation.url) ?? ''}`.trim());
    return [answer.answer, sources.length ? `\n${SAY.sources}:` : null, ...sources]
      .filter((part) => part !== null).join('\n');
  }

  /** Copy a text; return what to tell. Pages without TLS have only the older way. */
  async function copyText(/** @type {string} */ text, /** @type {HTMLElement} */ button) {
    try {
      await navigator.clipboard.writeText(text);
      return SAY.copied;
    } catch {
      const box = make('textarea', { class: 'hidden' });
      box.value = text;
      ui.panel.append(box);
      box.select();
      const isCopied = document.execCommand('copy');
      box.remove();
      button.focus();
      return isCopied ? SAY.copied : SAY.notCopied;
    }
  }

  // ---- The chat ------------------------------------------------------------------------------

  const chat = {
    id: recall('localStorage', 'conversation'),
    /** @type {Turn[]} */ turns: [],
    /** @type {?AbortController} */ running: null,
    /** @type {?Promise<void>} */ loading: null,
    hasScrolled: false,
  };

  function keepConversation(/** @type {string} */ id) {
    chat.id = id;
    remember('localStorage', 'conversation', id);
  }

  /** Let screen readers say something; one change each, so that nothing is said twice. */
  function announce(/** @type {string} */ text) {
    ui.status.replaceChildren(text);
  }

  function addTurn(/** @type {string} */ question) {
    const heading = make('h3', { class: 'question', tabindex: -1 },
      make('span', { class: 'hidden' }, SAY.question), question);
    const body = make('div', { class: 'body', lang: 'fi' });
    const answer = make('div', { class: 'answer' },
      make('p', { class: 'hidden' }, SAY.answer), body);
    const element = make('div', { class: 'turn' }, heading, answer);
    const turn = {
      element, heading, answer, body, question, text: '', line: null, citations: new Map(),
      hasFailed: false,
    };
    ui.log.append(element);
    chat.turns.push(turn);
    return turn;
  }

  function removeTurn(/** @type {Turn} */ turn) {
    turn.element.remove();
    chat.turns = chat.turns.filter((other) => other !== turn);
  }

  /** Keep a question at the top while its answer grows, unless the reader has scrolled. */
  function keepInSight(/** @type {Turn} */ turn) {
    if (chat.hasScrolled || !turn.element.isConnected) return;
    ui.log.scrollTop = turn.element.offsetTop - 12;
    ui.panel.scrollTop = ui.log.offsetTop + turn.element.offsetTop - 12;
  }

  /** Ask a question and show its answer, or why there is none. */
  async function ask(/** @type {string} */ text) {
    const question = text.trim();
    if (!question || chat.running) return;
    const controller = new AbortController();
    chat.running = controller;
    const isFromBox = ui.shadow.activeElement === ui.box || ui.shadow.activeElement === ui.send;
    if (ui.box.value.trim() === question) setDraft('');
    show();
    await chat.loading;
    clearBefore(question);
    const turn = addTurn(question);
    const pending = startPending(turn);
    show();
    (isFromBox ? ui.box : turn.heading).focus({ preventScroll: true });
    announce(SAY.searching);
    try {
      const answer = await receive(turn, question, controller);
      pending.end();
      writeAnswer(turn, answer);
      announce(spoken(answer));
    } catch (error) {
      pending.end();
      fail(turn, error instanceof Failure ? error : new Failure('other'));
    }
    if (chat.running === controller) chat.running = null;
    keepInSight(turn);
    show();
  }

  async function receive(/** @type {Turn} */ turn, question, controller) {
    const way = SETTINGS.isWhole ? askWhole : askInStream;
    const body = { message: question, ...(chat.id && { conversation_id: chat.id }) };
    try {
      return await way(turn, body, controller);
    } catch (error) {
      if (error.kind !== 404 || !chat.id) throw error;
      keepConversation(''); // the service has forgotten it
      return receive(turn, question, controller);
    }
  }

  /** Take away what a new question makes idle: old suggestions, the same question's failure. */
  function clearBefore(/** @type {string} */ question) {
    chat.hasScrolled = false;
    ui.log.querySelectorAll('.more').forEach((element) => element.remove());
    const last = chat.turns.at(-1);
    if (last?.hasFailed && last.question === question) removeTurn(last);
  }

  /** Show that an answer is being looked for, and for how long when it takes long. */
  function startPending(/** @type {Turn} */ turn) {
    const text = make('span', {}, SAY.searching);
    const pending = make('p', { class: 'pending dots' }, text);
    turn.answer.append(pending);
    const started = Date.now();
    const timer = setInterval(() => {
      const passedMs = Date.now() - started;
      if (passedMs >= LONG_MS) text.textContent = SAY.stillSearching(Math.floor(passedMs / 1000));
    }, 1000);
    return {
      end() {
        clearInterval(timer);
        pending.remove();
      },
    };
  }

  /** Say why there is no answer; what was asked goes back to the box, unless more is there. */
  function fail(/** @type {Turn} */ turn, /** @type {Failure} */ failure) {
    if (!turn.element.isConnected) return; // a new conversation has begun
    const told = [turn.text && SAY.unfinished, failure.text].filter(Boolean).join(' ');
    turn.hasFailed = true;
    const isStopped = failure.kind === 'stopped';
    turn.answer.classList.add(isStopped ? 'stopped' : 'failed');
    turn.answer.append(make('p', { class: isStopped ? 'note' : 'error' }, told),
      makeAgain(() => ask(turn.question)));
    if (!ui.box.value) setDraft(turn.question);
    announce(told);
  }

  function makeAgain(/** @type {() => void} */ click) {
    return make('p', {}, make('button', { type: 'button', click }, SAY.again));
  }

  function setDraft(/** @type {string} */ text) {
    ui.box.value = text;
    remember('sessionStorage', 'draft', text);
  }

  /** Show what the state is: something is under way, or a question may be sent. */
  function show() {
    const isRunning = chat.running !== null;
    const hadFocus = [ui.send, ui.stop].includes(ui.shadow.activeElement);
    ui.send.hidden = isRunning;
    ui.stop.hidden = !isRunning;
    ui.fresh.hidden = !chat.turns.length && !chat.id;
    if (hadFocus) ui.box.focus();
  }

  /** Fetch the conversation that was begun on another page, once. */
  async function load() {
    const { id } = chat;
    if (!id || chat.turns.length) return;
    const note = make('p', { class: 'pending dots' }, SAY.loading);
    ui.log.append(note);
    try {
      const path = `/api/conversations/${encodeURIComponent(id)}`;
      const found = await (await request('GET', path)).json();
      note.remove();
      if (chat.id !== id) return; // a new one has begun meanwhile
      found.messages.forEach(restore);
      if (chat.turns.length) keepInSight(chat.turns.at(-1));
    } catch (error) {
      note.className = 'note';
      note.textContent = `${SAY.notLoaded} `;
      note.append(make('button', {
        type: 'button',
        click: () => {
          note.remove();
          ui.box.focus();
          chat.loading = load();
        },
      }, SAY.again));
      if (error.kind !== 404 && error.kind !== 422) return;
      note.remove();
      keepConversation('');
    } finally {
      show();
    }
  }

  /** Show a message of the conversation as it was kept. */
  function restore(/** @type {{question: string, answer: ?Answer, feedback: ?Object}} */ message) {
    ui.log.querySelectorAll('.more').forEach((element) => element.remove());
    const turn = addTurn(message.question);
    if (message.answer) {
      writeAnswer(turn, message.answer, message.feedback?.rating);
      return;
    }
    turn.hasFailed = true;
    turn.answer.classList.add('failed');
    turn.answer.append(make('p', { class: 'note' }, SAY.unfinished),
      makeAgain(() => ask(turn.question)));
  }

  // ---- A new conversation --------------------------------------------------------------------

  function offerFresh() {
    if (!chat.id) {
      begin();
      return;
    }
    ui.confirm.hidden = false;
    ui.confirm.querySelector('button').focus();
  }

  function closeFresh() {
    ui.confirm.hidden = true;
    (ui.fresh.hidden ? ui.box : ui.fresh).focus();
  }

  async function forget() {
    try {
      await request('DELETE', `/api/conversations/${encodeURIComponent(chat.id)}`);
    } catch (error) {
      if (error.kind !== 404) {
        ui.confirmText.textContent = SAY.notDeleted;
        announce(SAY.notDeleted);
        return;
      }
    }
    begin();
    announce(SAY.deleted);
  }

  function begin() {
    chat.running?.abort(new Failure('stopped'));
    chat.running = null;
    keepConversation('');
    chat.turns = [];
    ui.log.replaceChildren(makeOpening());
    ui.confirm.hidden = true;
    ui.confirmText.textContent = SAY.freshAsk;
    show();
    ui.box.focus();
  }

  // ---- The panel -----------------------------------------------------------------------------

  const makeOpening = () => make('p', { class: 'opening' }, SETTINGS.opening);
  const full = matchMedia(FULL);
  const ui = makeInterface();

  function makeInterface() {
    const host = document.createElement(TAG);
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    const parts = { host, shadow, ...makeHead(), ...makeConversation() };
    const title = make('h2', { id: newId() }, SETTINGS.title);
    const panel = make('dialog', {
      class: 'panel', role: 'dialog', 'aria-labelledby': title.id,
      cancel: (event) => {
        event.preventDefault();
        close();
      },
      close: () => ui.panel.open || close(),
    },
    make('div', { class: 'head' }, title, parts.fresh, parts.shut),
    parts.confirm, parts.log, parts.form, parts.status);
    const bubble = make('button', {
      type: 'button', class: 'bubble', 'aria-haspopup': 'dialog', 'aria-expanded': 'false',
      'aria-label': `${SETTINGS.title} – ${SAY.open}`, click: () => open(true),
    }, makeIcon('chat'), SETTINGS.title);
    shadow.append(make('section', {
      class: 'root', lang: SETTINGS.lang, 'aria-label': SETTINGS.title,
      'data-theme': SETTINGS.theme, 'data-position': SETTINGS.position,
    }, bubble, panel));
    return { ...parts, panel, bubble };
  }

  function makeHead() {
    const button = (text, click, style = '') =>
      make('button', { type: 'button', class: style, click }, text);
    const fresh = button(SAY.fresh, offerFresh, 'fresh');
    const shut = make('button', {
      type: 'button', 'aria-label': SAY.close, title: SAY.close, click: () => close(),
    }, makeIcon('close'));
    const confirmText = make('p', { id: newId() }, SAY.freshAsk);
    const confirm = make('div', {
      class: 'confirm', role: 'group', 'aria-labelledby': confirmText.id, hidden: true,
    }, confirmText, make('div', { class: 'row' }, button(SAY.freshDelete, forget, 'main'),
      button(SAY.freshKeep, begin), button(SAY.cancel, closeFresh)));
    return { fresh, shut, confirm, confirmText };
  }

  function makeConversation() {
    const scrolled = () => {
      chat.hasScrolled = true;
    };
    const log = make('div', {
      class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': SAY.log, tabindex: 0,
      wheel: scrolled, touchmove: scrolled, keydown: scrolled, pointerdown: scrolled,
    }, makeOpening());
    const box = make('textarea', {
      id: newId(), rows: 2, maxlength: MESSAGE_MAX_CHARS, placeholder: SAY.box,
      input: () => remember('sessionStorage', 'draft', box.value),
      keydown: (event) => {
        // Keys that belong to an input method (229 in Safari) are not ours.
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) {
          return;
        }
        event.preventDefault();
        ask(box.value);
      },
    });
    box.value = recall('sessionStorage', 'draft');
    const send = make('button', { class: 'main' }, SAY.send);
    const stop = make('button', {
      type: 'button', hidden: true, click: () => chat.running?.abort(new Failure('stopped')),
    }, SAY.stop);
    const form = make('form', {
      class: 'ask',
      submit: (event) => {
        event.preventDefault();
        ask(box.value);
      },
    }, make('label', { for: box.id, class: 'hidden' }, SAY.box), box,
    make('div', { class: 'row' }, make('p', { class: 'label' }, SAY.privacy), send, stop));
    return { log, box, send, stop, form, status: make('p', { class: 'hidden', role: 'status' }) };
  }

  /**
   * Open the panel. Where it fills the window it is modal, as nothing else can be seen; else the
   * page beside it stays in use. `isAsked`: by the reader; else the focus stays where it is.
   */
  function open(/** @type {boolean} */ isAsked) {
    if (ui.panel.open) return;
    ui.box.autofocus = true; // tells the dialog what to focus first; on load it would take the focus
    if (full.matches) ui.panel.showModal();
    else if (isAsked) ui.panel.show();
    else ui.panel.setAttribute('open', ''); // `show` would take the focus
    ui.box.autofocus = false;
    ui.bubble.hidden = true;
    ui.bubble.setAttribute('aria-expanded', 'true');
    remember('sessionStorage', 'panel', 'open');
    if (isAsked) ui.box.focus({ preventScroll: true });
    chat.loading ??= load();
  }

  function close(takesFocus = true) {
    if (!ui.bubble.hidden) return;
    ui.panel.close();
    ui.bubble.hidden = false;
    ui.bubble.setAttribute('aria-expanded', 'false');
    remember('sessionStorage', 'panel', 'closed');
    if (takesFocus) ui.bubble.focus({ preventScroll: true });
  }

  /** Change between beside the page and over it, when the window does. */
  function refit() {
    if (!ui.panel.open) return;
    const focused = /** @type {?HTMLElement} */ (ui.shadow.activeElement);
    if (!focused) {
      if (full.matches) close(false); // it would hide the page that is being read
      return;
    }
    ui.panel.close();
    if (full.matches) ui.panel.showModal();
    else ui.panel.show();
    focused.focus({ preventScroll: true });
  }

  /** Escape closes what is open, also from under the panel, so that it hides no focus. */
  function onEscape(/** @type {KeyboardEvent} */ event) {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    if (!ui.panel.open || !(ui.shadow.activeElement || isCovered(document.activeElement))) return;
    event.preventDefault();
    if (ui.confirm.hidden) close();
    else closeFresh();
  }

  function isCovered(/** @type {?Element} */ element) {
    if (!element || element === document.body) return false;
    const [one, panel] = [element, ui.panel].map((each) => each.getBoundingClientRect());
    return one.left < panel.right && one.right > panel.left &&
      one.top < panel.bottom && one.bottom > panel.top;
  }

  function start() {
    document.body.append(ui.host);
    document.addEventListener('keydown', onEscape);
    full.addEventListener('change', refit);
    show();
    const kept = recall('sessionStorage', 'panel');
    const isWished = SETTINGS.isOpen && kept !== 'closed' && matchMedia(ROOMY).matches;
    // On a small screen the panel would hide the page that the reader has just come to.
    if (!full.matches && (kept === 'open' || isWished)) open(false);
  }

  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start);
})();
