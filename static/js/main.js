// Comfort for every page. Each module finds its own data attributes; without JavaScript the page works as it is.
import "./conditional.js";
import "./copy.js";
import "./era.js";
import "./error-focus.js";
import "./passkey.js";
import "./print.js";
import "./show-password.js";
import "./submit-once.js";
