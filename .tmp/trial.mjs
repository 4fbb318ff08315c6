import { asOrdinaryUser } from '../.build/cli/e2e/rootless/ordinary-user.js';
process.exitCode = await asOrdinaryUser(process.argv[2]);
