mod expansion;
mod truncated_input;
