/// Data to train on: sets that are made here, and files of the user's own.
@NullMarked
package dev.partitura.engine.training.data;

import org.jspecify.annotations.NullMarked;
