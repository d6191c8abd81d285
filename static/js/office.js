// Comfort for staff pages.
import "./beside.js";
import "./rail.js";
import "./rows.js";
