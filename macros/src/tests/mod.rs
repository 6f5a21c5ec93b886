mod expansion;
mod large_input;
mod recognised;
mod truncated_input;
mod whole_invites;
