import { Component, type ReactNode } from "react";

interface Props {
  /** What is shown; when it changes, it gets another chance. */
  readonly content: unknown;
  readonly children: ReactNode;
}

/** A block that cannot be rendered takes nothing else with it. */
export class Contained extends Component<Props, { readonly failed: unknown }> {
  override state = { failed: undefined };

  override componentDidCatch(): void {
    this.setState({ failed: this.props.content });
  }

  static getDerivedStateFromError(): { readonly failed: unknown } {
    return { failed: true };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.failed !== undefined && before.content !== this.props.content)
      this.setState({ failed: undefined });
  }

  override render(): ReactNode {
    if (this.state.failed === undefined) return this.props.children;
    return <p className="unsupported">This block could not be shown.</p>;
  }
}
