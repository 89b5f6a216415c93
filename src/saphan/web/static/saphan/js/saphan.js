// On a narrow screen the forum's navigation scrolls sideways: show where the reader is.
document.querySelector(".local [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
