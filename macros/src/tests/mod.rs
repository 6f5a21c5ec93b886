mod expansion;
mod large_input;
mod truncated_input;
mod whole_invites;
