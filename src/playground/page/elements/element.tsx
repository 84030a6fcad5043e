import { asText } from "../json.ts";
import { Picture } from "../blocks/picture.tsx";
import { Button, FeedbackButtons, IconButton } from "./button.tsx";
import { Checkboxes, RadioButtons } from "./choices.tsx";
import { DateTimePicker } from "./date-time.tsx";
import { FileInput } from "./file-input.tsx";
import { MultiSelect } from "./multi-select.tsx";
import { Overflow } from "./overflow.tsx";
import { Select } from "./select.tsx";
import { RichTextInput, TextInput } from "./text-input.tsx";
import type { ElementProps } from "./use-element.ts";

/** Any block element. One that the page does not know says so, rather than being left out. */
export function Element(props: ElementProps) {
  const type = asText(props.element["type"]);
  switch (type) {
    case "button":
    case "workflow_button":
      return <Button {...props} />;
    case "icon_button":
      return <IconButton {...props} />;
    case "feedback_buttons":
      return <FeedbackButtons {...props} />;
    case "static_select":
    case "users_select":
    case "conversations_select":
    case "channels_select":
      return <Select {...props} />;
    case "multi_static_select":
    case "multi_users_select":
    case "multi_conversations_select":
    case "multi_channels_select":
      return <MultiSelect {...props} />;
    case "overflow":
      return <Overflow {...props} />;
    case "radio_buttons":
      return <RadioButtons {...props} />;
    case "checkboxes":
      return <Checkboxes {...props} />;
    case "datepicker":
    case "timepicker":
    case "datetimepicker":
      return <DateTimePicker {...props} />;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return <TextInput {...props} />;
    case "rich_text_input":
      return <RichTextInput {...props} />;
    case "file_input":
      return <FileInput {...props} />;
    case "image":
      return <Picture image={props.element} />;
    default:
      return <span className="unsupported">The local workspace has no “{type}” element.</span>;
  }
}
