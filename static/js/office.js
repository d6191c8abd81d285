// Comfort for staff pages.
import "./rail.js";
import "./rows.js";
