import { createCpuEngine } from '../../../src/tensor/engineOn';
import { runGradients } from './runGradients';

const engine = createCpuEngine();
runGradients(() => engine, 8);
