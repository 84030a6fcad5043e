import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./chrome/app.tsx";
import "./styles/page.css";
import "./styles/chrome.css";
import "./styles/conversation.css";
import "./styles/blocks.css";

const root = document.querySelector("#root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
