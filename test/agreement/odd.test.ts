// Half of the ops: files run side by side.
import { testAgreement } from './backendsAgree';

testAgreement(1, 2);
