use invites::DisplayName;

const VALUE: DisplayName = DisplayName::from_static("Ada\n");

fn main() {
    println!("{VALUE}");
}
