// After a refused form the reader starts at the list of what is wrong.
document.querySelector("[data-error-summary]")?.focus();
