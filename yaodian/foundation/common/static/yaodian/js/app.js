// Everything here is a comfort: each page reads and submits without it.
import "./focus.js";
import "./menus.js";
import "./dialogs.js";
import "./type_size.js";
import "./uploads.js";
import "./panes.js";
import "./tabs.js";
import "./toasts.js";
