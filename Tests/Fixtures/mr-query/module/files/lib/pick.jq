def names: .name;
