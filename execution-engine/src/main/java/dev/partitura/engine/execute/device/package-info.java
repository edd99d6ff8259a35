/// What an executor needs of a device: its memory, its code, its clock.
@NullMarked
package dev.partitura.engine.execute.device;

import org.jspecify.annotations.NullMarked;
