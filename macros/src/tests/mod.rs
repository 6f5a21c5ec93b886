mod expansion;
mod large_input;
mod truncated_input;
