"""How large a learning rate may be before full-batch training becomes unstable, predicted and read off trainings."""
