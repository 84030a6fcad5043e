import { useEffect } from "react";
import type { ClientView, Snapshot } from "../../client-api.ts";
import { Blocks } from "../blocks/blocks.tsx";
import { SurfaceProvider, useEntered } from "../elements/surface.tsx";
import { call } from "../workspace/calls.ts";
import { navigate, type Route } from "../workspace/route.ts";

export function AppHome(props: { readonly workspace: Omit<Snapshot, "messages">; readonly route: Route }) {
  const { workspace, route } = props;
  const { app, home, self, channels } = workspace;
  useEffect(() => {
    void call("open_home", { user: self });
  }, [self]);
  const direct = channels.find(({ kind, user }) => kind === "im" && user === app.botUser);
  return (
    <main className="main" aria-label={`${app.name}, Home`}>
      <header className="main-header">
        <h2>{app.name}</h2>
        <nav className="tabs" aria-label="Tabs of the app">
          <button type="button" className="tab" aria-current="page">
            Home
          </button>
          {direct !== undefined && (
            <button type="button" className="tab" onClick={() => navigate({ ...route, open: direct.id })}>
              Messages
            </button>
          )}
        </nav>
      </header>
      <div className="home">
        {home === null ? (
          <p className="hint">The app has not shown its Home tab yet.</p>
        ) : (
          <Home key={home.id} view={home} />
        )}
      </div>
    </main>
  );
}

function Home({ view }: { readonly view: ClientView }) {
  const entered = useEntered();
  return (
    <SurfaceProvider container={{ type: "view", viewId: view.id }} blocks={view.blocks} entered={entered}>
      <Blocks blocks={view.blocks} />
    </SurfaceProvider>
  );
}
