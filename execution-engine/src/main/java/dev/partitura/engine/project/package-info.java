/// What a person works on and its file.
@NullMarked
package dev.partitura.engine.project;

import org.jspecify.annotations.NullMarked;
