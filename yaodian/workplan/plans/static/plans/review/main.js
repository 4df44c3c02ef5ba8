// The review page: nothing here is needed to read it or to decide, only to do so quickly and together.

import "./acts.js";
import "./keyboard.js";
import "./selection.js";
import { openAsked } from "./asked.js";
import { filter, groups, repaint, select } from "./list.js";
import { restoreDraft } from "./forms.js";
import { watch } from "./live.js";
import { onPhone } from "./page.js";
import { pump } from "./pump.js";
import * as queue from "./queue.js";
import { progress, show } from "./status.js";
import { showOthers } from "./troubles.js";

const firstOpen = () =>
  (groups.querySelector('.r-item[data-state="proposed"]') ?? groups.querySelector(".r-item"))?.dataset.key ?? "";

for (const change of queue.all()) if (change.item) repaint(change.item);
progress();
filter();
show();
showOthers();
const start = firstOpen();
// On a phone the page itself scrolls: it begins at its head.
if (!openAsked() && start) select(start, { list: !onPhone(), text: !onPhone() });
restoreDraft();
pump();
watch();
