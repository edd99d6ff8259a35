/// Files that are written whole or not at all. Imports `problem` alone.
@NullMarked
package dev.partitura.engine.file;

import org.jspecify.annotations.NullMarked;
